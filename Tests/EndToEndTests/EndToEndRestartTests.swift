import Demo
import Foundation
import TestSupport
import Testing

/// Servers and nodes end in the middle of payments: asked to, or without warning. Every payment must end as it would have without that.
@Suite(.serialized, .timeLimit(.minutes(5))) struct EndToEndRestartTests {
    struct Interruption: Sendable, CustomTestStringConvertible {
        /// The variable that names the control program.
        let variable: String
        let actions: [String]

        var testDescription: String { "\(variable): \(actions.joined(separator: ", "))" }

        static let all = [
            Interruption(variable: "TEST_DEBTORS_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_DEBTORS_CONTROL", actions: ["kill", "start"]),
            Interruption(variable: "TEST_CREDITORS_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_CREDITORS_CONTROL", actions: ["kill", "start"]),
            Interruption(variable: "TEST_SANDBOX_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_SANDBOX_CONTROL", actions: ["kill", "start"]),
            Interruption(variable: "TEST_REDIS_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_POSTGRES_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_POSTGRES_CONTROL", actions: ["kill", "start"]),
            Interruption(variable: "TEST_BROKER_CONTROL", actions: ["restart"]),
            Interruption(variable: "TEST_BROKER_CONTROL", actions: ["kill", "start"]),
        ]
    }

    @Test(arguments: Interruption.all) func paymentsSurvive(_ interruption: Interruption) async throws {
        let seed = EndToEndStack.seed(7)
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 6, each: 1_000_000)
        let control = try ControlScript(variable: interruption.variable)
        let sandbox = SandboxAuthority(nodes: money.nodes)
        let before = try await sandbox.totals().received["FinalizeTransfer"] ?? 0
        async let traffic = Traffic(circulation: money, seed: seed, payers: 8).run(payments: 160)
        async let issuing = issue(20, in: money)
        // In the middle: some have been committed.
        try await untilTrue("the first payments") { try await sandbox.totals().received["FinalizeTransfer"] ?? 0 > before + 20 }
        for action in interruption.actions { try await control.run(action) }
        let effects = try await traffic
        let issued = try await issuing

        #expect(effects.surprises == [], "seed \(seed)")
        var balances = effects.changes.map { 1_000_000 + $0 }
        var entries = effects.participations.map { $0 + 1 }
        balances[0] += issued.amount
        entries[0] += issued.count
        #expect(try await Audit(circulation: money, balances: balances, entryCounts: entries).settle(seconds: 90) == [], "seed \(seed)")
    }

    /// The issuer's payments to the first holder, one after the other.
    private func issue(_ count: Int, in money: Circulation) async throws -> (amount: Int64, count: Int) {
        for number in 1...count {
            let order = PaymentOrder(to: money.holders[0].identity, amount: Int64(number), note: "traffic")
            let outcome = try await Traffic.insist(order, money.issuer)
            #expect(outcome.isSuccess, "\(outcome)")
        }
        return (Int64(count * (count + 1) / 2), count)
    }

    /// Without the file that keeps them, the books of the sandbox end with it. The agents must not mind: new currencies work as before.
    @Test func theAgentsOutliveTheBooksOfTheSandbox() async throws {
        let nodes = try EndToEndStack.nodes()
        let file = try #require(ProcessInfo.processInfo.environment["SANDBOX_SNAPSHOT_FILE"])
        let old = try await Circulation.create(on: nodes, holders: 2, each: 1000)
        let control = try ControlScript(variable: "TEST_SANDBOX_CONTROL")
        try await control.run("stop")
        let order = PaymentOrder(to: old.holders[1].identity, amount: 1)
        _ = try await old.holders[0].wallet.order(order)
        try FileManager.default.removeItem(atPath: file)
        try await control.run("start")
        #expect(try await old.holders[0].wallet.awaitOutcome(of: order.uuid).errorCode == "RECIPIENT_IS_UNREACHABLE")

        let money = try await Circulation.create(on: nodes, holders: 2, each: 1000)
        #expect(try await money.holders[0].wallet.pay(PaymentOrder(to: money.holders[1].identity, amount: 250)).isSuccess)
        #expect(try await Audit(circulation: money, balances: [750, 1250], entryCounts: [2, 2]).settle() == [])
    }
}
