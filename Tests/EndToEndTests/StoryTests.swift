import Foundation
import SMPProtocol
import TestSupport
import Testing

@testable import Demo

@Suite(.serialized, .timeLimit(.minutes(5))) struct DemoEndToEndTests {
    private func withStory<R: Sendable>(_ body: (Story) async throws -> R) async throws -> R {
        let nodes = try EndToEndStack.nodes()
        return try await StackDatabases.with(environment: ProcessInfo.processInfo.environment) { databases in
            try await body(Story(nodes: nodes, databases: databases, narrator: Narrator(Screen(.silent))))
        }
    }

    @Test func theStoryOfTheDemonstrationEndsWithExactBalances() async throws {
        #expect(try await withStory { try await $0.tell() } == [])
    }

    @Test func twoStoriesAtOnceDoNotDisturbEachOther() async throws {
        try await withStory { story in
            async let one = story.tell()
            async let other = story.tell()
            let differences = try await one + other
            #expect(differences == [])
        }
    }

    /// The program as `scripts/demo` runs it, without a terminal.
    private func tell(sandbox: String) async throws -> (code: Int32, text: String) {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("story-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let environment = ProcessInfo.processInfo.environment.merging(["SANDBOX_URL": sandbox]) { $1 }
        let program = try ChildProcess(ChildProcess.product("swpt-demo"), [], environment: environment, outputPath: path)
        let code = await program.wait()
        return (code, try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test func theProgramEndsWithZeroAndPlainLinesWhenEveryBalanceIsExact() async throws {
        let (code, text) = try await tell(sandbox: EndToEndStack.nodes().sandbox)
        #expect(code == 0, "\(text)")
        #expect(text.contains("Books, databases and Web APIs are compared: all equal"), "\(text)")
        #expect(!text.contains("\u{1b}") && !text.contains("\r"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("http") }, "\(text)")
    }

    @Test func oneWrongBalanceMakesTheProgramFailAndIsNamed() async throws {
        // An accounting authority that has issued more than it was told.
        let proxy = try LyingProxy(to: EndToEndStack.nodes().sandbox) { path, body in
            path.hasPrefix("/accounts") ? body.replacing("\"principal\":-", with: "\"principal\":-1") : body
        }
        let (code, text) = try await tell(sandbox: proxy.address)
        #expect(code == 1, "\(text)")
        #expect(text.contains("differences") && text.contains("wrong: the issuer's account is −1"), "\(text)")
    }

    @Test func whoeverHasTooMuchOrTooLittleIsNamed() async throws {
        try await withStory { story in
            var village = try await story.found()
            var balances = Balances()
            try await story.openAccounts(&village)
            try await story.issue(village, &balances)
            #expect(try await story.check(village, balances) == [])
            // As if the story had said that Ana paid Ben one hundredth.
            balances.pay(1, village.loaf, from: village.ana, to: village.ben)
            #expect(
                try await story.check(village, balances) == [
                    "Ana's account is 200.00 LOAF, not 199.99 LOAF", "Ben's account is 0.00 LOAF, not 0.01 LOAF",
                ])
            balances.issue(1, village.basket, to: village.cleo)
            let issuers = try await story.check(village, balances).filter { $0.contains("issuer") }
            #expect(issuers == ["the issuer's account is −40.00 BASKET, not −40.01 BASKET"])
        }
    }
}
