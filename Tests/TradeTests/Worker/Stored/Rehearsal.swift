import SMPProtocol
import Synchronization

@testable import Trade

/// Tests of rules that are played once more on a database: what they make a worker in memory do is written down, and then a worker with a
/// database has to do the same, batch by batch, from the same rows.
struct Rehearsal: Sendable, CustomStringConvertible {
    /// What became of one batch in memory.
    struct Entry: Sendable {
        let before: PlayedWorker
        let messages: [any InboxMessage]
        let effects: Effects
        let after: WorkerState
    }

    final class Journal: Sendable {
        private let all = Mutex<[Entry]>([])
        var entries: [Entry] { all.withLock { $0 } }
        func note(_ entry: Entry) { all.withLock { $0.append(entry) } }
    }

    /// Where batches are written down while a rehearsal is played.
    @TaskLocal static var journal: Journal?

    let description: String
    let play: @Sendable () throws -> Void

    init(_ description: String, _ play: @escaping @Sendable () throws -> Void) {
        self.description = description
        self.play = play
    }

    /// The batches of the tests, in their order.
    func entries() throws -> [Entry] {
        let journal = Journal()
        try Self.$journal.withValue(journal) { try play() }
        return journal.entries
    }
}

extension Rehearsal {
    /// The tests of TW-29 "Procedures".
    static let all = [policies, debtorInfos, collectors, surpluses, offers, answers, revisions, attempts, failures, stages]

    private static let policies = Rehearsal("policies (TW-9)") {
        let tests = PolicyTests()
        tests.numbering()
        tests.obsolete()
        tests.noWish()
    }

    private static let debtorInfos = Rehearsal("debtors' documents (TW-10)") {
        let tests = DebtorInfoTests()
        tests.discovery()
        tests.confirmations()
        tests.expiry()
        tests.forced()
        tests.lengths()
        try tests.scheduling()
        tests.storing()
        tests.equivalentLocators()
    }

    private static let collectors = Rehearsal("collectors' accounts (TW-11)") {
        let tests = CollectorAccountTests()
        try tests.firstUpdate()
        tests.future()
        tests.oldEvents()
        tests.order()
        tests.lateIdentity()
        tests.heartbeat()
        tests.ineligible { $0.demurrageRate = -51 }
        tests.unneeded()
        tests.noLongerNeeded()
        tests.purge()
        tests.needed()
    }

    private static let surpluses = Rehearsal("surpluses (TW 23.8)") {
        let tests = SurplusTests()
        tests.kept()
        let primary = Sample.rules.collectors.primaryCollector(of: Sample.debtor)
        try tests.moved(collector: Sample.collector, isHoarded: true, recipient: primary)
        try tests.moved(collector: primary, isHoarded: true, recipient: Sample.rules.owner)
        tests.movedOnce()
        tests.unknown()
        tests.owed()
    }

    private static let offers = Rehearsal("candidate offers (TW 15.1)") {
        let tests = LockTests()
        try tests.buyer()
        try tests.seller()
        try tests.selfLock()
        tests.refused()
        try tests.inForce(year: 2024, month: 5, day: 1, number: 320, expected: true)
        try tests.inForce(year: 2024, month: 5, day: 1, number: 321, expected: false)
    }

    private static let answers = Rehearsal("answers about locks (TW 15.4, 15.5)") {
        let tests = LockTests()
        tests.rejected()
        tests.unknown()
        tests.mismatch()
        tests.prepared()
        tests.repeated()
        tests.badPromise(message: Sample.prepared(demurrageRate: -80))
        tests.badPromise(message: Sample.prepared(deadline: Sample.now.adding(days: 29)))
    }

    private static let revisions = Rehearsal("revised and released locks (TW-18, 20.2, 20.3, 30.4)") {
        let tests = LockTests()
        for amount in [-5000, 5000] as [Int64] { tests.noParticipation(amount: amount) }
        try tests.charged()
        try tests.waiting()
        try tests.tradesWithItself()
        tests.tradesWithoutAccount()
        for amount in [-10_001, 10_000] as [Int64] { tests.impossible(amount: amount) }
        try tests.sellerReleased()
        try tests.buyerReleased()
        tests.failedCommit()
    }

    private static let attempts = Rehearsal("attempts (TW 22.1 – 22.10)") {
        let tests = AttemptTests()
        try tests.requests()
        try tests.firstTry()
        tests.versions()
        tests.noPlace()
        tests.noAccount()
        tests.worthless()
        try tests.commits()
        tests.success()
    }

    private static let failures = Rehearsal("attempts that fail (TW 22.4, 22.11)") {
        let tests = AttemptTests()
        for failure in AttemptTests.failures {
            for isCommitted in [true, false] { try tests.consequences(failure: failure, isCommitted: isCommitted) }
        }
        tests.unexpectedAmount()
        for isCommitted in [true, false] { tests.owed(isCommitted: isCommitted) }
        try tests.timeout()
        tests.newerRate()
        try tests.unreachable()
    }

    private static let stages = Rehearsal("stages of statuses, notices of transfers (TW-20, 21)") {
        let tests = DispatchingTests()
        try tests.sending()
        tests.missing()
        tests.dispatching()
        tests.selfSale()
        tests.notifications()
        tests.notes()
        for state in [nil, .lockingAccounts, .awaitingTrades, .takingOver] as [WorkerTurnState?] { tests.early(state: state) }
        tests.abandoned()
    }
}
