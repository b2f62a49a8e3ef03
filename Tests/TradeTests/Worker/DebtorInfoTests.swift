import SMPProtocol
import Testing

@testable import Trade

@Suite("Debtors' documents: discovery, confirmation, fetching (TW-10)")
struct DebtorInfoTests {
    private static let iri = "https://example.com/666"
    private static let locator = "https://example.com/official"
    private static let day: Int64 = 86_400

    private func discover(force: Bool = false) -> any InboxMessage {
        DiscoverDebtor(debtorID: Sample.debtor, iri: Self.iri, forceLocatorRefetch: force, ts: Sample.now)
    }

    private func confirm(_ locator: String = locator, ts: Timestamp = Sample.now) -> any InboxMessage {
        ConfirmDebtor(debtorID: Sample.debtor, debtorInfoLocator: locator, ts: ts)
    }

    private func confirmed() -> PlayedWorker {
        var worker = PlayedWorker()
        worker.handle(discover(), confirm())
        return worker
    }

    @Test("the first discovery looks at the account's document, repetitions do nothing, and a confirmation fetches the official one")
    func discovery() {
        var worker = PlayedWorker()
        #expect(worker.handle(discover()).fetches == [.discovery(Self.iri, Sample.debtor, ts: Sample.now)])
        #expect(worker.state.claims[Sample.debtor]?.locator == nil)
        #expect(worker.handle(discover()).messages.isEmpty)
        #expect(worker.handle(confirm()).fetches == [.locator(Self.locator, Sample.debtor, ts: Sample.now)])
        #expect(worker.state.claims[Sample.debtor]?.locator?.iri == Self.locator)
        worker.handle(confirm("https://example.com/other"))
        #expect(worker.state.claims[Sample.debtor]?.locator?.iri == "https://example.com/other")
    }

    @Test("a confirmation for an unknown debtor makes his claim; one that is too old does nothing")
    func confirmations() {
        var worker = PlayedWorker()
        #expect(worker.handle(confirm(ts: Sample.now.adding(days: -8))).messages.isEmpty)
        #expect(worker.state.claims.isEmpty)
        #expect(worker.handle(confirm(ts: Sample.now.adding(days: -7))).fetches.count == 1)
        #expect(worker.state.claims[Sample.debtor]?.latestDiscoveryFetchAt == Sample.now)
    }

    @Test("documents are fetched again when they expire, and so are claims, with an hour to spare")
    func expiry() {
        var worker = confirmed()
        worker.now = Sample.now.adding(seconds: 7 * Self.day + 3600)
        #expect(worker.handle(discover()).messages.isEmpty)
        worker.now = worker.now.adding(seconds: 1)
        #expect(worker.handle(discover()).fetches == [.locator(Self.locator, Sample.debtor, ts: worker.now)])
        worker.now = Sample.now.adding(days: 46)
        let both = worker.handle(discover()).fetches
        #expect(both == [.locator(Self.locator, Sample.debtor, ts: worker.now), .discovery(Self.iri, Sample.debtor, ts: worker.now)])
        #expect(worker.state.claims[Sample.debtor]?.latestDiscoveryFetchAt == worker.now)
        #expect(worker.state.claims[Sample.debtor]?.locator?.latestFetchAt == worker.now)
    }

    @Test("a forced fetch asks where the account says, once in a while")
    func forced() {
        var worker = confirmed()
        let expected = FetchDebtorInfo.locator(Self.locator, Sample.debtor, forcedIRI: Self.iri, ts: Sample.now)
        #expect(worker.handle(discover(force: true)).fetches == [expected])
        #expect(worker.handle(discover(force: true)).messages.isEmpty)
        worker.now = Sample.now.adding(days: 8)
        #expect(worker.handle(discover(force: true)).fetches.map(\.forcedIRI) == [Self.iri])
    }

    @Test("what is too long to be a locator is not fetched (TW 30.9)")
    func lengths() {
        let long = "https://example.com/" + String(repeating: "x", count: 181)
        var worker = PlayedWorker()
        let effects = worker.handle(
            DiscoverDebtor(debtorID: 1, iri: long, forceLocatorRefetch: false, ts: Sample.now), confirm(long),
            FetchDebtorInfo.discovery(long, 1, ts: Sample.now), FetchDebtorInfo.locator("x", 1, forcedIRI: long, ts: Sample.now))
        #expect(effects.messages.isEmpty && effects.notices.count == 4 && worker.state == WorkerState())
    }

    // MARK: Fetches

    private func fetch(_ messages: FetchDebtorInfo...) -> DebtorInfoFetch? {
        var worker = PlayedWorker()
        #expect(worker.handle(messages).wakeUps == [.fetching])
        return worker.state.fetches.values.first
    }

    @Test("requests for the same document of the same debtor are one fetch")
    func scheduling() throws {
        let result = try #require(
            fetch(
                .locator(Self.locator, 1, recursionLevel: 5, ts: Sample.now), .discovery(Self.locator, 1, ts: Sample.now),
                .locator(Self.locator, 1, forcedIRI: Self.iri, recursionLevel: 9, ts: Sample.now),
                .locator(Self.locator, 1, recursionLevel: 9, ts: Sample.now)))
        #expect(result.isLocatorFetch && result.isDiscoveryFetch && result.recursionLevel == 0 && result.url == Self.iri)
        #expect(result.attemptsCount == 0 && result.nextAttemptAt == Sample.now)
    }

    private static let peg = CoinInfo.Peg(locator: "https://example.com/101", debtor: 101, exchangeRate: 2)

    private func info(_ debtor: DebtorID = Sample.debtor, peg: CoinInfo.Peg? = peg) -> CoinInfo {
        CoinInfo(debtor: debtor, peg: peg, willNotChangeUntil: nil)
    }

    private func settle(
        locator: Bool = false, discovery: Bool = false, level: Int16 = 0, iri: String = locator, _ outcome: FetchOutcome
    ) -> (next: DebtorInfoFetch?, messages: [Outgoing]) {
        var effects = Effects()
        let fetch = DebtorInfoFetch(
            key: FetchKey(iri: iri, debtor: Sample.debtor), isLocatorFetch: locator, isDiscoveryFetch: discovery, recursionLevel: level,
            insertedAt: Sample.now, nextAttemptAt: Sample.now)
        let next = fetch.settled(outcome, Sample.rules, now: Sample.now, jitter: 0.5, effects: &effects)
        return (next, effects.messages)
    }

    @Test("a document confirms its debtor, is stored, and leads to its peg")
    func followed() {
        let document = FetchOutcome.document(LocatedCoinInfo(locator: Self.locator, info: info()))
        let confirmation = Outgoing.confirmDebtor(ConfirmDebtor(debtorID: Sample.debtor, debtorInfoLocator: Self.locator, ts: Sample.now))
        let pegFetch = Outgoing.fetchDebtorInfo(.locator(Self.peg.locator, 101, recursionLevel: 1, ts: Sample.now))
        let store = Outgoing.storeDocument(StoreDocument(info(), at: Self.locator, ts: Sample.now))
        #expect(settle(locator: true, discovery: true, document).messages == [confirmation, pegFetch, store])
        #expect(settle(discovery: true, document).messages == [confirmation])
        #expect(settle(locator: true, level: 10, document).messages == [store])
        // Somebody else's document at this address is still that address's document.
        let foreign = FetchOutcome.document(LocatedCoinInfo(locator: Self.locator, info: info(5)))
        #expect(
            settle(locator: true, discovery: true, foreign).messages == [
                .storeDocument(StoreDocument(info(5), at: Self.locator, ts: Sample.now))
            ])
        #expect(settle(locator: true, discovery: true, iri: Self.iri, document).messages == [confirmation])
    }

    @Test("failures are tried again at growing intervals until it is no longer worthwhile")
    func retries() throws {
        var fetch = try #require(settle(locator: true, .failure(errorCode: 404)).next)
        #expect(fetch.attemptsCount == 1 && fetch.latestAttempt == .init(at: Sample.now, errorCode: 404))
        #expect(fetch.nextAttemptAt == Sample.now.adding(seconds: 3600))
        var count = 1
        var effects = Effects()
        while let next = fetch.settled(.failure(errorCode: nil), Sample.rules, now: Sample.now, jitter: 0.5, effects: &effects) {
            #expect(next.nextAttemptAt > fetch.nextAttemptAt)
            fetch = next
            count += 1
        }
        // 7200 s · 1.5^n < 7 d holds up to n = 10.
        #expect(count == 11 && effects == Effects())
        #expect(settle(locator: true, .permanentFailure).next == nil)
    }

    @Test("a stored document answers a fetch while it is fresh, or says that it will not change")
    func cached() {
        var fetch = DebtorInfoFetch(
            key: FetchKey(iri: Self.locator, debtor: 1), isLocatorFetch: true, isDiscoveryFetch: false, recursionLevel: 0,
            insertedAt: Sample.now, nextAttemptAt: Sample.now)
        var document = DebtorInfoDocument(locator: Self.locator, info: info(), fetchedAt: Sample.now.adding(days: -7))
        #expect(fetch.cachedDocument(document, Sample.rules, now: Sample.now) == document)
        document.fetchedAt = Sample.now.adding(seconds: -7 * Self.day - 1)
        #expect(fetch.cachedDocument(document, Sample.rules, now: Sample.now) == nil)
        document.info = CoinInfo(debtor: 1, peg: nil, willNotChangeUntil: Sample.now.adding(seconds: 1))
        #expect(fetch.cachedDocument(document, Sample.rules, now: Sample.now) == document)
        var effects = Effects()
        fetch.settled(document, Sample.rules, now: Sample.now, effects: &effects)
        #expect(effects.messages.isEmpty, "it has no peg, and is stored already")
        fetch.forcedIRI = Self.iri
        #expect(fetch.cachedDocument(document, Sample.rules, now: Sample.now) == nil)
    }

    @Test("the newest document counts, also one without a peg")
    func storing() {
        var worker = PlayedWorker()
        let newer = Sample.now.adding(seconds: 1)
        worker.handle(StoreDocument(info(), at: Self.locator, ts: Sample.now))
        #expect(worker.state.documents[ExactText(Self.locator)]?.info.peg == Self.peg)
        worker.handle(StoreDocument(info(peg: nil), at: Self.locator, ts: newer))
        worker.handle(StoreDocument(info(5), at: Self.locator, ts: Sample.now))
        let newest = DebtorInfoDocument(locator: Self.locator, info: info(peg: nil), fetchedAt: newer)
        #expect(worker.state.documents[ExactText(Self.locator)] == newest)
    }

    @Test("locators that look the same are two when their bytes differ")
    func equivalentLocators() {
        var worker = PlayedWorker()
        let (composed, decomposed) = ("https://example.com/\u{E9}", "https://example.com/e\u{301}")
        worker.handle(StoreDocument(info(), at: composed, ts: Sample.now), StoreDocument(info(5), at: decomposed, ts: Sample.now))
        #expect(worker.state.documents[ExactText(composed)]?.info.debtor == Sample.debtor)
        #expect(worker.state.documents[ExactText(decomposed)]?.info.debtor == DebtorID(5))
        worker.handle(fetch(composed), fetch(decomposed))
        #expect(worker.state.fetches.count == 2)
    }

    private func fetch(_ iri: String) -> any InboxMessage {
        FetchDebtorInfo(
            iri: iri, debtorID: Sample.debtor, isLocatorFetch: true, isDiscoveryFetch: false, recursionLevel: 0, ts: Sample.now)
    }
}
