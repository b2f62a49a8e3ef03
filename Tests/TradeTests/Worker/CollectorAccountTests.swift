import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Collectors' accounts (TW-11)")
struct CollectorAccountTests {
    private static let key = Sample.collectorAccount

    private func worker(isNeeded: Bool = true) -> PlayedWorker {
        var worker = PlayedWorker()
        if isNeeded { worker[Self.key].needed = NeededWorkerAccount(key: Self.key, configuredAt: Sample.now) }
        return worker
    }

    private func discovery(force: Bool) -> Outgoing {
        .discoverDebtor(DiscoverDebtor(debtorID: Sample.debtor, iri: "https://example.com/666", forceLocatorRefetch: force, ts: Sample.now))
    }

    private let activation = CollectorChange(key: key, step: .activated(AccountID("c-\(Sample.collector)")!))

    // MARK: AccountUpdate

    @Test("the first update of a needed account makes the row, activates the collector, and looks for the debtor's document")
    func firstUpdate() throws {
        var worker = worker()
        let effects = worker.handle(Sample.update { $0.interestRate = -3.3 })
        #expect(effects.messages == [discovery(force: true)] && effects.collectorChanges == [activation])
        #expect(effects.wakeUps == [.collectorSync])
        let account = try #require(worker[Self.key].account)
        #expect(account.lastHeartbeatTs == Sample.now && account.principal == 1000 && account.interestRate == Float(-3.3))
        #expect(worker[Self.key].rates.changes == [InterestRateChange(ts: .epoch, rate: -3.3)])
    }

    @Test("an update dated ahead is a heartbeat of now")
    func future() {
        var worker = worker()
        let future = Sample.now.adding(days: 3)
        worker.handle(Sample.update { $0.ts = future })
        #expect(worker[Self.key].account?.lastHeartbeatTs == Sample.now)
    }

    @Test("an older event only leaves its rate, and so does an expired one")
    func oldEvents() {
        var worker = worker()
        worker.handle(Sample.update())
        let known = worker[Self.key].account
        let older = Sample.now.adding(seconds: -5)
        let old = Sample.update(ts: older) {
            $0.principal = 9
            $0.lastInterestRateChangeTs = older
            $0.interestRate = -1
        }
        #expect(worker.handle(old) == Effects())
        let expired = Sample.update {
            $0.ts = older
            $0.ttl = 4
            $0.lastChangeSeqnum = 9
            $0.lastInterestRateChangeTs = Sample.now
            $0.interestRate = -2
        }
        #expect(worker.handle(expired) == Effects())
        #expect(worker[Self.key].account == known)
        #expect(worker[Self.key].rates.changes.map(\.rate) == [-2])
    }

    @Test("events are ordered by creation date, moment, and a number that wraps around")
    func order() {
        var worker = worker()
        worker.handle(Sample.update { $0.lastChangeSeqnum = SequenceNumber(.max) })
        worker.handle(
            Sample.update {
                $0.lastChangeSeqnum = SequenceNumber(.min)
                $0.principal = 2
            })
        #expect(worker[Self.key].account?.principal == 2)
        worker.handle(
            Sample.update {
                $0.lastChangeSeqnum = SequenceNumber(.max)
                $0.principal = 3
            })
        #expect(worker[Self.key].account?.principal == 2)
        let younger = CalendarDate(rawValue: Sample.birthday.rawValue + 1)
        worker.handle(
            Sample.update {
                $0.creationDate = younger
                $0.lastChangeTs = .epoch
                $0.principal = 4
            })
        #expect(worker[Self.key].account?.principal == 4)
    }

    @Test("an identity that comes later activates the collector, and is never taken back")
    func lateIdentity() {
        var worker = worker()
        #expect(worker.handle(Sample.update { $0.accountID = .none }) == Effects())
        let second = worker.handle(
            Sample.update {
                $0.lastChangeSeqnum = 1
                $0.debtorInfoIRI = "https://example.com/new"
            })
        #expect(second.collectorChanges == [activation])
        #expect(second.messages.count == 1)
        #expect(
            worker.handle(
                Sample.update {
                    $0.lastChangeSeqnum = 2
                    $0.accountID = .none
                }
            ).collectorChanges.isEmpty)
        #expect(worker[Self.key].account?.accountID == Sample.account("c-\(Sample.collector)"))
    }

    @Test("a heartbeat keeps the document known, without force (TW 30.6)")
    func heartbeat() {
        var worker = worker()
        worker.handle(Sample.update())
        let later = Sample.now.adding(seconds: 60)
        worker.now = later
        let effects = worker.handle(Sample.update { $0.ts = later })
        let expected = DiscoverDebtor(debtorID: Sample.debtor, iri: "https://example.com/666", forceLocatorRefetch: false, ts: later)
        #expect(effects.messages == [.discoverDebtor(expected)])
        #expect(worker[Self.key].account?.lastHeartbeatTs == later)
    }

    @Test(
        "no document is looked for of an account that may not be traded with",
        arguments: [
            { $0.demurrageRate = -51 }, { $0.commitPeriod = 30 * 86_400 - 1 }, { $0.transferNoteMaxBytes = 79 }, { $0.debtorInfoIRI = "" },
            { $0.accountID = .none },
        ] as [@Sendable (inout AccountUpdate) -> Void])
    func ineligible(change: @Sendable (inout AccountUpdate) -> Void) {
        var worker = worker()
        #expect(worker.handle(Sample.update { change(&$0) }).messages.isEmpty)
        #expect(worker[Self.key].account != nil)
    }

    @Test("an account that nobody needs is told to go, and makes no row")
    func unneeded() {
        var worker = worker(isNeeded: false)
        let effects = worker.handle(Sample.update())
        #expect(effects.messages == [.configureAccount(.discarding(Sample.debtor, Sample.collector, ts: Sample.now))])
        #expect(effects.collectorChanges.isEmpty && worker[Self.key] == CollectorAccountState())
        #expect(worker.handle(Sample.update { $0.configFlags = 1 }) == Effects())
        // Small amounts would keep it alive.
        #expect(
            worker.handle(
                Sample.update {
                    $0.configFlags = 1
                    $0.negligibleAmount = 1e29
                }
            ).messages.count == 1)
    }

    @Test("the row of an account that is no longer needed is kept up to date")
    func noLongerNeeded() {
        var worker = worker()
        worker.handle(Sample.update())
        worker[Self.key].needed = nil
        let effects = worker.handle(
            Sample.update {
                $0.lastChangeSeqnum = 1
                $0.principal = 5
                $0.accountID = .none
            })
        #expect(effects.messages == [.configureAccount(.discarding(Sample.debtor, Sample.collector, ts: Sample.now))])
        #expect(worker[Self.key].account?.principal == 5 && worker[Self.key].account?.accountID.isEmpty == false)
    }

    @Test("a purge removes the account of that life or an earlier one, and is worth a notice when the account is needed")
    func purge() {
        func purge(_ days: Int32) -> any InboxMessage {
            let date = CalendarDate(rawValue: Sample.birthday.rawValue + days)
            return AccountPurge(debtorID: Sample.debtor, creditorID: Sample.collector, creationDate: date, ts: Sample.now)
        }
        var worker = worker()
        #expect(worker.handle(purge(0)) == Effects())
        worker.handle(Sample.update())
        #expect(worker.handle(purge(-1)) == Effects())
        #expect(worker[Self.key].account != nil)
        #expect(worker.handle(purge(0)).notices == [.neededAccountPurged(Self.key)])
        #expect(worker[Self.key].account == nil && worker[Self.key].needed != nil)
    }

    // MARK: Pristine collectors (TW 11.3)

    @Test("a pristine collector is asked for once, and again when nothing has come of it for days")
    func pristine() {
        var state = CollectorAccountState()
        func request(afterDays days: Int64) -> Effects {
            var effects = Effects()
            state.request(Self.key, Sample.rules, now: Sample.now.adding(days: days), effects: &effects)
            return effects
        }
        let first = request(afterDays: 0)
        #expect(first.messages == [.configureAccount(.requesting(Self.key, ts: Sample.now))])
        #expect(first.collectorChanges == [CollectorChange(key: Self.key, step: .requested)])
        #expect(request(afterDays: 7) == Effects())
        let second = request(afterDays: 8)
        #expect(second.messages.count == 1 && second.notices == [.accountRequestedAgain(Self.key)])
        #expect(state.needed?.configuredAt == Sample.now.adding(days: 8))
    }

    @Test("a collector whose account is there already is activated (TW 30.7)")
    func known() {
        var worker = worker()
        worker.handle(Sample.update())
        var effects = Effects()
        worker[Self.key].request(Self.key, Sample.rules, now: Sample.now, effects: &effects)
        #expect(effects.messages.isEmpty)
        #expect(effects.collectorChanges == [CollectorChange(key: Self.key, step: .requested), activation])
    }

    @Test("a currency without collectors gets the first ones of its sequence, once")
    func needed() {
        var worker = PlayedWorker()
        let message = NeededCollector(debtorID: 840, ts: Sample.now)
        // TS2 9.4.
        #expect(worker.handle(message).neededCollectors.map(\.creditor) == [0x100_0000_01a8, 0x100_0000_0345])
        #expect(worker.handle(message) == Effects())
        #expect(worker.state.recentlyNeeded == [840: Sample.now])
        worker.rules.defaultNumberOfCollectors = 5
        // TS2 9.4: the fifth member repeats the fourth.
        let ids = neededCollectors(for: 840, worker.rules).map(\.creditor)
        #expect(ids == [0x100_0000_01a8, 0x100_0000_0345, 0x100_0000_03a7, 0x100_0000_03ae, 0x100_0000_02cc])
    }

    // MARK: Interest rates (TW 11.6)

    private func change(_ day: Int64, _ rate: Float) -> InterestRateChange {
        InterestRateChange(ts: Sample.now.adding(days: day), rate: rate)
    }

    private func compacted(_ changes: [InterestRateChange], beforeDay day: Int64 = -1000, max count: Int = 90) -> [Float] {
        var history = InterestRateHistory(changes)
        history.compact(before: Sample.now.adding(days: day), max: count)
        return history.changes.map(\.rate)
    }

    @Test("what stays are rates that were lower than all later ones, back to the one before the cutoff")
    func compaction() {
        #expect(compacted([change(0, 5)]) == [5])
        #expect(compacted([change(0, 5), change(-1, 7)]) == [5])
        #expect(compacted([change(0, 5), change(-1, 5)]) == [5])
        #expect(compacted([change(0, 5), change(-1, 4), change(-2, 3)]) == [5, 4, 3])
        #expect(compacted([change(0, 5), change(-1, 4), change(-2, 3)], max: 0) == [])
        #expect(compacted([change(0, 5), change(-1, 4), change(-2, 3)], max: 2) == [5, 4])
        #expect(compacted([change(0, 5), change(-1, 4), change(-2, 3)], beforeDay: 1) == [5])
        #expect(compacted([change(0, 5), change(-3, 4), change(-4, 3)], beforeDay: -2) == [5, 4])
    }

    @Test("compaction never makes a transfer reckon with a better rate", arguments: 1...20 as ClosedRange<UInt64>)
    func compactionIsHarmless(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let changes = (0..<20).map { change(-$0, Float.random(in: -9...9, using: &random)) }
        var history = InterestRateHistory(changes)
        history.compact(before: Sample.now.adding(days: -10), max: 90)
        for start in 0..<10 as Range<Int64> {
            let moment = Sample.now.adding(days: -start)
            let lowest = InterestRateHistory(changes).since(moment).map(\.rate).min()
            #expect(history.since(moment).map(\.rate).min()! <= lowest!, "since day −\(start)")
        }
    }

    @Test("the history of a moment reaches back to the rate that was in force then")
    func history() {
        let history = InterestRateHistory([change(-2, 1), change(0, 3), change(-1, 2)])
        #expect(history.since(Sample.now.adding(days: -1)).map(\.rate) == [3, 2, 1])
        #expect(history.since(Sample.now).map(\.rate) == [3, 2])
        #expect(history.since(Sample.now.adding(days: 1)).map(\.rate) == [3])
        #expect(history.since(.earliest).map(\.rate) == [3, 2, 1])
        #expect(InterestRateHistory().since(Sample.now).isEmpty)
    }
}
