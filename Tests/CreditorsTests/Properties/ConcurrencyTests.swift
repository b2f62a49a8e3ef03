import Foundation
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("Requests and messages at the same time, in PostgreSQL (CA 18, 20)", .timeLimit(.minutes(10)))
struct ConcurrencyTests {
    private static let creditors = [Sample.creditorID, CreditorID(Sample.creditorID.rawValue + 1)]

    /// One of several workers that do what comes to their minds.
    private struct Worker {
        let node: TestNode
        var random: SplitMix64

        mutating func act() async throws {
            let key = AccountKey(
                creditor: ConcurrencyTests.creditors.randomElement(using: &random)!,
                debtor: DebtorID(Int64.random(in: 1...3, using: &random)))
            let (root, account) = (Path.creditor(key.creditor), Path.account(key))
            let uuid = TransferUUID(high: 1, low: UInt64.random(in: 1...30, using: &random)).text
            switch Int.random(in: 0..<16, using: &random) {
            case 0, 1: expect(try await node.post(root + "accounts/", #"{"uri":"swpt:\#(key.debtor.unsigned)"}"#), 201, 303)
            case 2:
                if Bool.random(using: &random) { expect(try await node.send(.delete, account), 204, 403) }
            case 3...6: try await patch(account)
            case 7: try await patchPIN(root)
            case 8...10:
                let amount = Int64.random(in: 1...3, using: &random)
                let body = #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:\#(key.debtor.unsigned)/bob-2"},"amount":\#(amount)}"#
                expect(try await node.post(root + "transfers/", body), 201, 303, 409)
            case 11: expect(try await node.post(root + "transfers/" + uuid), 200, 403, 404)
            case 12: expect(try await node.send(.delete, root + "transfers/" + uuid), 204)
            default: try await node.inbox.handle(messages(key))
            }
        }

        private func expect(_ answer: Answer, _ statuses: Int...) {
            #expect(statuses.contains(answer.status), "\(answer.status) \(answer.text)")
        }

        private mutating func patch(_ account: String) async throws {
            let other = Int64.random(in: 1...3, using: &random)
            let (part, fields) =
                [
                    ("config", #""negligibleAmount":\#(other),"scheduledForDeletion":false,"allowUnsafeDeletion":true"#),
                    ("display", #""amountDivisor":1,"decimalPlaces":0,"knownDebtor":false,"debtorName":"Bank \#(other)""#),
                    ("exchange", #""minPrincipal":0,"maxPrincipal":5,"peg":{"exchangeRate":1,"account":{"uri":"../\#(other)/"}}"#),
                    ("exchange", #""minPrincipal":0,"maxPrincipal":\#(other)"#), ("knowledge", #""seen":\#(other)"#),
                ].randomElement(using: &random)!
            guard let id = try await node.get(account + part).json()["latestUpdateId"]?.number else { return }
            expect(try await node.patch(account + part, #"{\#(fields),"latestUpdateId":\#(id + 1)}"#), 200, 404, 409, 422)
        }

        private mutating func patchPIN(_ root: String) async throws {
            let id = try #require(try await node.get(root + "pin").json()["latestUpdateId"]?.number)
            let body = #"{"status":"\#(["off", "on"].randomElement(using: &random)!)","newPin":"1234","latestUpdateId":\#(id + 1)}"#
            expect(try await node.patch(root + "pin", body), 200, 409)
        }

        /// News of the account, and answers about some transfers that may exist.
        private mutating func messages(_ key: AccountKey) async throws -> [any InboxMessage] {
            var messages: [any InboxMessage] = []
            if let data = try await node.store.accountData(key) {
                let seqnum = Int32.random(in: 1...1000, using: &random)
                messages.append(Sample.update(confirming: data, seqnum: seqnum) { $0.principal = Int64(seqnum) })
            }
            for _ in 0..<3 {
                let n = Int64.random(in: 1...25, using: &random)
                messages.append(Sample.transfer(key, n, after: n - 1, acquired: 1, principal: n))
            }
            let request = CoordinatorRequestID(Int64.random(in: 1...40, using: &random))
            let coordinator = CoordinatorID(key.creditor)
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                messages.append(
                    RejectedTransfer(
                        debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .direct, coordinatorID: coordinator,
                        coordinatorRequestID: request, statusCode: "TIMEOUT", totalLockedAmount: 0, ts: Sample.now))
            case 1:
                messages.append(
                    PreparedTransfer(
                        debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .direct, coordinatorID: coordinator,
                        coordinatorRequestID: request, transferID: TransferID(Int64.random(in: 1...2, using: &random)), lockedAmount: 0,
                        recipient: AccountID("bob-2")!, preparedAt: Sample.now, demurrageRate: 0, deadline: .farFuture,
                        finalInterestRateTs: .farFuture, ts: Sample.now))
            default:
                messages.append(
                    FinalizedTransfer(
                        debtorID: key.debtor, creditorID: key.creditor, coordinatorType: .direct, coordinatorID: coordinator,
                        coordinatorRequestID: request, transferID: 1, committedAmount: Int64.random(in: 1...3, using: &random),
                        statusCode: "OK",
                        totalLockedAmount: 0, preparedAt: Sample.now, ts: Sample.now))
            }
            return messages.shuffled(using: &random)
        }
    }

    @Test(
        "whatever happens at the same time, logs, ledgers, counters and objects agree in the end", arguments: 1...6 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) async throws {
        try await TestNode.with { node async throws in
            for id in Self.creditors { try await node.activate(id) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<5 as Range<UInt64> {
                    group.addTask {
                        var worker = Worker(node: node, random: SplitMix64(seed: seed * 100 + number))
                        for _ in 0..<50 { try await worker.act() }
                    }
                }
                try await group.waitForAll()
            }
            for id in Self.creditors { try await checkLog(of: id, node) }
            try await checkTables(node)
            try await checkAnswers(node)
        }
    }

    /// CA 20.2: the log has no holes, and who has read it knows the version of every object.
    private func checkLog(of id: CreditorID, _ node: TestNode) async throws {
        let log = try await node.log(id)
        #expect(log.map(\.id) == Array(1...Int64(log.count)))
        var latest: [LogObject: LogEntry] = [:]
        for entry in log {
            if let before = latest[entry.object]?.updateID, let updateID = entry.updateID {
                #expect(before < updateID, "20.2.3: entry \(entry.id)")
            }
            latest[entry.object] = entry
        }
        for (object, entry) in latest {
            if case .committedTransfer = object { continue }
            let answer = try await node.get(Path.object(object, of: id))
            if entry.isDeleted, answer.status == 200, let updateID = entry.updateID {
                // Only the account itself is logged when it is created again; the IDs of its parts go on above the deletion's.
                #expect(try answer.json()["latestUpdateId"]?.number ?? 0 > updateID.rawValue, "CA 12.4: \(object)")
            } else if entry.isDeleted {
                #expect(answer.status == 404, "\(object)")
            } else {
                #expect(try answer.json()["latestUpdateId"]?.number == entry.updateID?.rawValue, "20.2.6: \(object)")
            }
        }
    }

    private func checkTables(_ node: TestNode) async throws {
        let wrong = [
            "20.2.1: the end of a log": """
            SELECT count(*) FROM creditor c
            WHERE last_log_entry_id <> coalesce((SELECT max(entry_id) FROM log_entry l WHERE l.creditor_id = c.creditor_id), 0)
            """,
            "CA-API 9.1: counters": """
            SELECT count(*) FROM creditor c
            WHERE accounts_count <> (SELECT count(*) FROM account a WHERE a.creditor_id = c.creditor_id)
                OR transfers_count <> (SELECT count(*) FROM running_transfer t WHERE t.creditor_id = c.creditor_id)
            """,
            "20.1.1: principals": """
            SELECT count(*) FROM (
                SELECT entry_id, principal - acquired_amount AS before, lag(entry_id) OVER w AS last_id, lag(principal) OVER w AS last
                FROM ledger_entry WINDOW w AS (PARTITION BY creditor_id, debtor_id ORDER BY entry_id)) s
            WHERE last_id = entry_id - 1 AND before <> last
            """,
            "20.1.3: the end of a ledger": """
            SELECT count(*) FROM account_data a JOIN ledger_entry e
                ON (e.creditor_id, e.debtor_id, e.entry_id) = (a.creditor_id, a.debtor_id, a.ledger_last_entry_id)
            WHERE e.principal <> a.ledger_principal
            """,
            "20.1.4: transfers that are twice in a life": """
            SELECT count(*) FROM (
                SELECT transfer_number, lag(transfer_number) OVER w AS last, entry_id, lag(entry_id) OVER w AS last_id
                FROM ledger_entry WHERE transfer_number IS NOT NULL
                WINDOW w AS (PARTITION BY creditor_id, debtor_id ORDER BY entry_id)) s
            WHERE transfer_number <= last AND entry_id = last_id + 1
            """,
            "20.3.2: the sequence": """
            SELECT count(*) FROM account_data d JOIN account a USING (creditor_id, debtor_id), object_update_id_seq s
            WHERE s.last_value < greatest(d.config_update_id, d.info_update_id, d.ledger_update_id, a.display_update_id,
                a.exchange_update_id, a.knowledge_update_id)
            """,
            "20.6: states of transfers": """
            SELECT count(*) FROM running_transfer
            WHERE update_id <> CASE WHEN finalized_at IS NULL THEN 1 ELSE 2 END
                OR error_code = 'CANCELED_BY_THE_SENDER' AND transfer_id IS NOT NULL
            """,
        ]
        for (what, sql) in wrong {
            #expect(try await node.database.query(Statement(stringLiteral: sql))[0].decode(0, as: Int64.self) == 0, "\(what)")
        }
    }

    /// CA 20.6.3: one transfer ID is committed of each request.
    private func checkAnswers(_ node: TestNode) async throws {
        var committed: [CoordinatorRequestID: TransferID] = [:]
        let rows = try await node.database.query("SELECT body FROM outbox_message WHERE kind = $1", MessageKind.finalizeTransfer.rawValue)
        for row in rows {
            let m = try FinalizeTransfer(json: row.decode(0, as: [UInt8].self))
            guard m.committedAmount > 0 else { continue }
            #expect(committed[m.coordinatorRequestID] ?? m.transferID == m.transferID, "request \(m.coordinatorRequestID)")
            committed[m.coordinatorRequestID] = m.transferID
        }
    }
}
