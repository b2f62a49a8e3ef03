import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Fetching documents (TW 10.5, TW-29)", .timeLimit(.minutes(10)))
struct FetchLoopTests {
    private static let locator = "https://example.com/666"
    private static let debtor = FetchingFixture.debtor

    private static func both(_ iri: String = locator, _ debtor: DebtorID = debtor) -> [FetchDebtorInfo] {
        [.locator(iri, debtor, ts: Sample.now), .discovery(iri, debtor, ts: Sample.now)]
    }

    @Test("a fetch for both purposes leads to the peg, the document and the confirmation, and is gone; nothing is written directly")
    func success() async throws {
        try await FetchingFixture.with { node in
            try await node.schedule(Self.both())
            let document = LocatedCoinInfo.sample(Self.locator, peg: ("https://example.com/101", 101))
            #expect(try await node.pass { _ in .document(document) } == [Self.locator])
            let now = node.clock.now
            #expect(
                try await node.takeMessages() == [
                    .confirmDebtor(ConfirmDebtor(debtorID: Self.debtor, debtorInfoLocator: Self.locator, ts: now)),
                    .fetchDebtorInfo(.locator("https://example.com/101", 101, recursionLevel: 1, ts: now)),
                    .storeDocument(StoreDocument(document.info, at: Self.locator, ts: now)),
                ])
            #expect(try await node.fetches().isEmpty)
            #expect(try await node.documents().isEmpty)
        }
    }

    @Test("a failed fetch is tried again later; when the wait would exceed the time that documents hold, it is given up")
    func failure() async throws {
        try await FetchingFixture.with { node in
            try await node.schedule(Self.both())
            try await node.pass { _ in .failure(errorCode: 503) }
            let fetch = try #require(try await node.fetches().first)
            #expect(fetch.attemptsCount == 1 && fetch.latestAttempt == .init(at: node.clock.now, errorCode: 503))
            let wait = fetch.nextAttemptAt.since(node.clock.now)
            #expect(wait >= .seconds(3600) && wait < .seconds(7200), "half the delay at least")
            #expect(try await node.pass { _ in .permanentFailure }.isEmpty, "it is not due yet")
            for count in 2...12 {
                node.clock.advance(.ofDays(7))
                #expect(try await node.pass { _ in .failure(errorCode: nil) }.count == 1, "attempt \(count)")
            }
            #expect(try await node.fetches().isEmpty)
            #expect(try await node.takeMessages().isEmpty)
        }
    }

    @Test("what will never work is not tried again")
    func permanentFailure() async throws {
        try await FetchingFixture.with { node in
            try await node.schedule(Self.both())
            try await node.pass { _ in .permanentFailure }
            #expect(try await node.fetches().isEmpty)
        }
    }

    @Test("what is stored already, and what belongs to another shard, is not asked for")
    func withoutRequest() async throws {
        try await FetchingFixture.with { node in
            let realm = try #require(ShardingRealm(bindingKey: realmKey(of: Self.locator)))
            let foreign = try #require((1...).lazy.map { "https://example.com/\($0)" }.first { !realm.contains(text: $0) })
            let stored = LocatedCoinInfo.sample(Self.locator)
            try await node.store.handle([StoreDocument(stored.info, at: Self.locator, ts: node.clock.now)])
            try await node.schedule(Self.both() + Self.both(foreign))
            #expect(try await node.pass(realm: realm) { _ in .permanentFailure }.isEmpty)
            #expect(try await node.fetches().isEmpty)
            #expect(try await node.documents().map(\.locator) == [Self.locator])
            let confirmation = ConfirmDebtor(debtorID: Self.debtor, debtorInfoLocator: Self.locator, ts: node.clock.now)
            #expect(try await node.takeMessages() == [Outgoing.confirmDebtor(confirmation)])
        }
    }

    private func realmKey(of text: String) -> String {
        ShardingRealm(bindingKey: "0.#")!.contains(text: text) ? "0.#" : "1.#"
    }

    @Test("fetches for the same address that are taken together are one request")
    func duplicates() async throws {
        try await FetchingFixture.with { node in
            try await node.schedule((1...16).flatMap { Self.both(Self.locator, DebtorID($0)) })
            #expect(try await node.pass { _ in .document(.sample(Self.locator, 7)) } == [Self.locator])
            #expect(try await node.fetches().isEmpty)
            let confirmed = try await node.takeMessages().compactMap { if case .confirmDebtor(let m) = $0 { m.debtorID } else { nil } }
            #expect(confirmed == [7])
        }
    }

    @Test("addresses that only look alike are not the same")
    func lookAlikes() async throws {
        try await FetchingFixture.with { node in
            let twins = ["https://example.com/\u{e9}", "https://example.com/e\u{301}"]
            try await node.schedule(twins.flatMap { Self.both($0) })
            #expect(try await node.fetches().count == 2)
            let asked = try await node.pass { _ in .document(.sample(twins[0])) }
            #expect(Set(asked.map { Array($0.utf8) }) == Set(twins.map { Array($0.utf8) }))
            let stored = try await node.takeMessages().filter { if case .storeDocument = $0 { true } else { false } }
            #expect(stored.count == 1, "the document names one of them as its place")
        }
    }

    @Test("what is asked for while the answer is on its way is not lost", arguments: [false, true])
    func requestsMeanwhile(isForced: Bool) async throws {
        try await FetchingFixture.with { node in
            let forced = "https://example.com/elsewhere"
            try await node.schedule([.locator(Self.locator, Self.debtor, ts: Sample.now)])
            let later: FetchDebtorInfo =
                isForced
                ? .locator(Self.locator, Self.debtor, forcedIRI: forced, ts: Sample.now)
                : .discovery(Self.locator, Self.debtor, ts: Sample.now)
            let isScheduled = Mailbox<Bool>()
            let asked = try await node.pass { url in
                if isScheduled.all.isEmpty {
                    isScheduled.append(true)
                    try? await node.schedule([later])
                }
                return .document(.sample(Self.locator))
            }
            #expect(asked == (isForced ? [Self.locator, forced] : [Self.locator]))
            let kinds = try await node.takeMessages()
            #expect(kinds.count == (isForced ? 1 : 2), "\(kinds)")
            #expect(try await node.fetches().isEmpty)
        }
    }

    @Test("two fetchers ask for everything once", arguments: [1, 6, 100])
    func twoFetchers(connections: Int) async throws {
        try await FetchingFixture.with { node in
            let urls = (1...300).map { "https://host\($0 % 7).example.com/\($0)" }
            try await node.schedule(urls.map { .locator($0, Self.debtor, ts: Sample.now) })
            let asked = Mailbox<String>()
            let loop = node.loop(connections: connections) { url in
                asked.append(url)
                await Task.yield()
                return .document(.sample(url))
            }
            async let first: Void = loop.run()
            async let second: Void = loop.run()
            _ = try await (first, second)
            #expect(asked.all.sorted() == urls.sorted())
            #expect(try await node.takeMessages().count == 300)
            #expect(try await node.fetches().isEmpty)
        }
    }

    @Test("when a fetcher dies with requests on their way, another one makes them a little later")
    func crash() async throws {
        try await FetchingFixture.with { node in
            let urls = (1...20).map { "https://host\($0).example.com/" }
            try await node.schedule(urls.map { .locator($0, Self.debtor, ts: Sample.now) })
            let asked = Mailbox<String>()
            let dying = Task {
                try await node.loop { url in
                    asked.append(url)
                    try? await Task.sleep(for: .seconds(3600))
                    return .failure(errorCode: 500)
                }.run()
            }
            while asked.all.count < urls.count { await Task.yield() }
            dying.cancel()
            _ = await dying.result
            #expect(try await node.fetches().allSatisfy { $0.attemptsCount == 0 })
            #expect(try await node.pass { .document(.sample($0)) }.isEmpty, "they may still be somebody else's")
            node.clock.advance(.seconds(81))
            #expect(try await node.pass { .document(.sample($0)) }.sorted() == urls.sorted())
        }
    }

    @Test("a loop that waits is woken by what is to be fetched")
    func wokenUp() async throws {
        try await FetchingFixture.with { node in
            let asked = Mailbox<String>()
            let running = Task {
                try await node.loop(quitsEarly: false) { url in
                    asked.append(url)
                    return .document(.sample(url))
                }.run()
            }
            for number in 1...3 {
                try await node.schedule([.locator("https://example.com/\(number)", Self.debtor, ts: Sample.now)])
                while asked.all.count < number { await Task.yield() }
            }
            while try await !node.fetches().isEmpty { await Task.yield() }
            running.cancel()
            _ = await running.result
        }
    }

    @Test("hosts take turns when there is not room for all")
    func turns() async throws {
        try await FetchingFixture.with { node in
            let urls = ["a", "b", "c"].flatMap { host in (1...4).map { "https://\(host).example.com/\($0)" } }
            try await node.schedule(urls.map { .locator($0, Self.debtor, ts: Sample.now) })
            let asked = try await node.pass(connections: 1) { .document(.sample($0)) }
            #expect(asked.map { String($0.dropFirst(8).prefix(1)) } == Array(repeating: ["a", "b", "c"], count: 4).flatMap(\.self))
        }
    }
}
