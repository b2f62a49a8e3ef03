import Foundation
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Creditors

/// An accounting authority that keeps books about payments.
private final class Books: Sendable {
    struct Payment: Hashable {
        let creditor: CreditorID
        let request: CoordinatorRequestID
    }

    private struct State {
        var transferIDs: [Payment: TransferID] = [:]
        var commits: [Payment: Set<Int64>] = [:]
    }

    private let state = Mutex(State())

    func answer(_ message: NodeMessage) -> [any SMPMessage] {
        switch message {
        case .configure(let m):
            let now = SystemClock.now()
            return [
                AccountUpdate(
                    debtorID: m.debtorID, creditorID: m.creditorID, creationDate: Sample.birthday, lastChangeTs: m.ts,
                    lastChangeSeqnum: SequenceNumber(1), principal: 0, interest: 0, interestRate: 0, lastInterestRateChangeTs: .epoch,
                    lastConfigTs: m.ts, lastConfigSeqnum: m.seqnum, negligibleAmount: m.negligibleAmount, configFlags: m.configFlags,
                    configData: m.configData, accountID: AccountID("a")!, debtorInfoIRI: "", debtorInfoContentType: "", debtorInfoSHA256: "",
                    lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0, commitPeriod: 2_592_000,
                    transferNoteMaxBytes: 500, ts: now, ttl: 1_000_000_000)
            ]
        case .prepare(let m):
            let payment = Payment(creditor: m.creditorID, request: m.coordinatorRequestID)
            let id = state.withLock { state in
                let id = state.transferIDs[payment] ?? TransferID(Int64(state.transferIDs.count + 1))
                state.transferIDs[payment] = id
                return id
            }
            let prepared = PreparedTransfer(
                debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                coordinatorRequestID: m.coordinatorRequestID, transferID: id, lockedAmount: m.maxLockedAmount, recipient: m.recipient,
                preparedAt: m.ts, demurrageRate: 0, deadline: .latest, finalInterestRateTs: .farFuture, ts: m.ts)
            // Every third one comes twice.
            return id.rawValue % 3 == 0 ? [prepared, prepared] : [prepared]
        case .finalize(let m):
            let payment = Payment(creditor: m.creditorID, request: m.coordinatorRequestID)
            state.withLock { _ = $0.commits[payment, default: []].insert(m.committedAmount) }
            // Every fourth one fails in the end.
            let succeeds = m.transferID.rawValue % 4 != 0
            return [
                FinalizedTransfer(
                    debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                    coordinatorRequestID: m.coordinatorRequestID, transferID: m.transferID,
                    committedAmount: succeeds ? m.committedAmount : 0, statusCode: succeeds ? "OK" : "TIMEOUT", totalLockedAmount: 0,
                    preparedAt: m.ts, ts: m.ts)
            ]
        }
    }

    /// How many payments were committed, and which of them not exactly once with their amount.
    func audit(amount: Int64) -> (committed: Int, wrong: [Payment]) {
        state.withLock { state in (state.commits.count, state.commits.filter { $0.value != [amount] }.map(\.key)) }
    }
}

@Suite("kill -9", .usesBroker)
struct KillTests {
    static let kills = 50
    static let creditors = 10
    static let currencies = 5
    static let transfersPerAccount = 100
    static let payments = 500
    static let amount: Int64 = 7

    private enum Work: Sendable {
        case transfer(AccountTransfer)
        case payment(CreditorID, DebtorID, Int)
    }

    @Test(
        "a node that is killed fifty times while 5,000 transfers come and 500 payments are made loses nothing and does nothing twice",
        .timeLimit(.minutes(10)))
    func kill() async throws {
        try await LiveNode.with(["FLUSH_PERIOD": "0.5", "APP_PROCESS_LEDGER_UPDATES_WAIT": "1"]) { node async throws in
            let books = Books()
            await node.authority.answer { books.answer($0) }
            let creditors = (0..<Self.creditors).map { _ in node.newCreditor() }
            let debtors = (0..<Self.currencies).map { _ in node.newDebtor() }
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            try await node.running {
                for creditor in creditors {
                    _ = try await node.json(.post, "\(Path.creditor(creditor))activate", "{}")
                    for debtor in debtors {
                        _ = try await node.json(.post, "\(Path.creditor(creditor))accounts/", #"{"uri":"swpt:\#(debtor.unsigned)"}"#)
                    }
                }
                try await TestBroker.eventually("all accounts have an account ID") {
                    try await database.query("SELECT 1 FROM account_data WHERE account_id <> ''").count == creditors.count * debtors.count
                }
            }

            var random = SplitMix64(seed: 20_260_304)
            let work = Self.work(creditors, debtors, &random)
            let share = work.count / Self.kills
            for life in 0..<Self.kills {
                let process = try node.start(["all"])
                try await node.waitUntilHealthy()
                let milliseconds = Int.random(in: 0...400, using: &random)
                async let death: Void = {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    process.send(SIGKILL)
                    #expect(await process.wait() == 128 + SIGKILL)
                }()
                try await Self.perform(work[life * share..<(life + 1) * share], node, insists: false)
                try await death
            }
            try await node.running {
                // The payments of the past lives again: those that were not answered are made now.
                try await Self.perform(work[...], node, insists: true, onlyPayments: true)
                try await Self.perform(work[(Self.kills * share)...], node, insists: true)
                try await TestBroker.eventually("everything done", within: .seconds(120)) { try await Self.isDone(database) }
            }
            try await Self.audit(database, books)
            await database.close()
        }
    }

    /// Transfers of one account come nearly in order, some of them twice, with payments among them.
    private static func work(_ creditors: [CreditorID], _ debtors: [DebtorID], _ random: inout SplitMix64) -> [Work] {
        var work: [(Double, Work)] = []
        for creditor in creditors {
            for debtor in debtors {
                for n in Int64(1)...Int64(transfersPerAccount) {
                    var transfer = Sample.transfer(
                        AccountKey(creditor: creditor, debtor: debtor), n, after: n - 1, acquired: n, principal: n * (n + 1) / 2,
                        committedAt: SystemClock.now())
                    transfer.ts = transfer.committedAt
                    for _ in 0..<(Int.random(in: 0..<4, using: &random) == 0 ? 2 : 1) {
                        work.append((Double(n) + Double.random(in: 0...6, using: &random), .transfer(transfer)))
                    }
                }
            }
        }
        for n in 0..<payments {
            let position = Double.random(in: 0...Double(transfersPerAccount), using: &random)
            work.append((position, .payment(creditors.randomElement(using: &random)!, debtors.randomElement(using: &random)!, n)))
        }
        return work.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// - Parameter insists: whether a payment must be answered. Otherwise the node may die meanwhile.
    private static func perform(_ work: ArraySlice<Work>, _ node: LiveNode, insists: Bool, onlyPayments: Bool = false) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var transfers: [any SMPMessage] = []
            for item in work {
                switch item {
                case .transfer(let transfer):
                    guard !onlyPayments else { continue }
                    transfers.append(transfer)
                case .payment(let creditor, let debtor, let n):
                    let digits = String(n)
                    let uuid = "123e4567-e89b-12d3-a456-" + String(repeating: "0", count: 12 - digits.count) + digits
                    let body = #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:\#(debtor.unsigned)/bob"},"amount":\#(amount)}"#
                    group.addTask {
                        let status = try? await node.send(.post, "\(Path.creditor(creditor))transfers/", body).status
                        if insists { #expect(status == 201 || status == 303) }
                    }
                }
            }
            try await node.authority.publish(transfers)
            try await group.waitForAll()
        }
    }

    private static func count(_ database: Database, _ sql: String) async throws -> Int64 {
        try await database.query(Statement(stringLiteral: sql))[0].decode(0, as: Int64.self)
    }

    private static func isDone(_ database: Database) async throws -> Bool {
        let accounts = creditors * currencies
        let entries = try await count(database, "SELECT count(*) FROM ledger_entry")
        let finalized = try await count(database, "SELECT count(*) FROM running_transfer WHERE finalized_at IS NOT NULL")
        let waiting = try await count(database, "SELECT count(*) FROM outbox_message")
        return entries == Int64(accounts * transfersPerAccount) && finalized == Int64(payments) && waiting == 0
    }

    private static func audit(_ database: Database, _ books: Books) async throws {
        let n = transfersPerAccount
        let wrong = [
            "ledgers with holes, doubles or wrong principals": """
                SELECT count(*) FROM (
                    SELECT array_agg(entry_id ORDER BY entry_id) <> array(SELECT generate_series(2::bigint, \(n + 1)::bigint)) a,
                        array_agg(transfer_number ORDER BY entry_id) <> array(SELECT generate_series(1::bigint, \(n)::bigint)) b,
                        bool_or(principal <> transfer_number * (transfer_number + 1) / 2) c
                    FROM ledger_entry GROUP BY creditor_id, debtor_id) s WHERE a OR b OR c
                """,
            "logs with holes": """
                SELECT count(*) FROM (SELECT count(*), max(entry_id), min(entry_id) FROM log_entry GROUP BY creditor_id) s
                WHERE count <> max OR min <> 1
                """,
            "creditors who do not know the end of their log": """
                SELECT count(*) FROM creditor c
                WHERE last_log_entry_id <> (SELECT max(entry_id) FROM log_entry l WHERE l.creditor_id = c.creditor_id)
                """,
            "payments that changed otherwise than once": """
                SELECT count(*) FROM running_transfer WHERE update_id <> 2 OR transfer_id IS NULL
                """,
        ]
        for (what, sql) in wrong { #expect(try await count(database, sql) == 0, "\(what)") }
        #expect(try await count(database, "SELECT count(*) FROM log_entry WHERE object_kind = 3") == Int64(creditors * currencies * n))
        #expect(try await count(database, "SELECT count(*) FROM log_entry WHERE object_kind = 1") == Int64(2 * payments))
        let (committed, twice) = books.audit(amount: amount)
        #expect(committed == payments)
        #expect(twice.isEmpty, "not committed exactly once: \(twice)")
    }
}
