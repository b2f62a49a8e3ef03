import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The loops that look after transfers (TW-21, 20.6, 22.12)", .timeLimit(.minutes(10)))
struct DispatchingLoopTests {
    /// A status of a collector: how far it is, in the words of the table.
    private static func status(_ collector: Int, sending: Bool = false, sent: Bool = false, dispatching: Bool = false) -> String {
        """
        INSERT INTO dispatching_status (collector_id, debtor_id, turn_id, inserted_at, amount_to_collect, total_collected_amount,
            amount_to_send, started_sending, all_sent, amount_to_receive, number_to_receive, total_received_amount, amount_to_dispatch,
            started_dispatching, awaiting_signal_flag)
        VALUES (\(collector), 666, 7, '2026-01-01T00:00:00Z', 10, \(sending ? "10" : "NULL"), 5, \(sending), \(sent), 5, 1,
            \(dispatching ? "5" : "NULL"), 10, \(dispatching), false);
        """
    }

    private static func legs(_ collector: Int) -> String {
        """
        INSERT INTO worker_collecting VALUES (\(collector), 666, 7, 1, 10, false, '2027-01-01T00:00:00Z');
        INSERT INTO worker_sending VALUES (\(collector), 666, 7, 2, 5, '2027-01-01T00:00:00Z');
        INSERT INTO worker_receiving VALUES (\(collector), 666, 7, 3, 5, 0, '2027-01-01T00:00:00Z');
        INSERT INTO worker_dispatching VALUES (\(collector), 666, 7, 4, 10, '2027-01-01T00:00:00Z');
        """
    }

    @Test("statuses take their next stage when nothing is in the way, and are signalled once", arguments: [1, 1000])
    func stages(batchSize: Int) async throws {
        try await ShardsFixture.with { fixture in
            let worker = fixture.worker
            for (number, offset) in [(0, 0), (1, 10)] {
                // The first four have everything before them, the others wait.
                try await worker.run(Self.status(1 + offset))
                try await worker.run(Self.status(2 + offset, sending: true))
                try await worker.run(Self.status(3 + offset, sending: true, sent: true))
                try await worker.run(Self.status(4 + offset, sending: true, sent: true, dispatching: true))
                if number == 1 { for collector in 11...14 { try await worker.run(Self.legs(collector)) } }
            }
            let loop = DispatchingLoop(context: worker, batchSize: batchSize)
            try await loop.pass()
            let signals = try await worker.takeIncoming().map { message -> String in
                switch message {
                case let m as StartSending: "send \(m.collectorID)"
                case let m as StartDispatching: "dispatch \(m.collectorID)"
                default: "\(message)"
                }
            }
            #expect(signals.sorted() == ["dispatch 2", "dispatch 3", "send 1"], "the second one goes two stages at once")
            #expect(
                try await worker.numbers("SELECT collector_id FROM dispatching_status WHERE awaiting_signal_flag ORDER BY 1") == [
                    [1], [2], [3],
                ])
            #expect(
                try await worker.numbers("SELECT collector_id FROM dispatching_status WHERE all_sent ORDER BY 1") == [[2], [3], [13], [14]])
            #expect(try await worker.count("dispatching_status", where: "collector_id = 4") == 0, "finished")
            try await loop.pass()
            #expect(try await worker.count("outbox_message") == 0)
            try await worker.run(
                """
                UPDATE worker_collecting SET collected = true;
                UPDATE worker_receiving SET received_amount = 4;
                DELETE FROM worker_dispatching
                """)
            try await loop.pass()
            #expect(try await worker.takeIncoming().count == 2, "11 may send, 13 may dispatch")
            #expect(try await worker.count("dispatching_status", where: "collector_id = 14") == 0)
        }
    }

    @Test("statuses of other shards are left alone, and do not keep others waiting")
    func foreignStatuses() async throws {
        try await ShardsFixture.with(["1.#"]) { fixture in
            for collector in 1...20 { try await fixture.worker.run(Self.status(collector)) }
            try await DispatchingLoop(context: fixture.worker, batchSize: 1).pass()
            let own = (1...20).filter { fixture.worker.realm.contains(CreditorID(Int64($0))) }
            #expect(
                try await fixture.worker.numbers("SELECT collector_id FROM dispatching_status WHERE awaiting_signal_flag ORDER BY 1")
                    == own.map { [Int64($0)] })
        }
    }

    @Test("what somebody else has locked is left to the next pass")
    func locked() async throws {
        try await ShardsFixture.with { fixture in
            try await fixture.worker.run(Self.status(1))
            try await fixture.worker.database.asyncTransaction { transaction in
                try await transaction.run { tx in _ = try tx.query("SELECT 1 FROM dispatching_status FOR UPDATE") }
                try await DispatchingLoop(context: fixture.worker).pass()
            }
            #expect(try await fixture.worker.count("outbox_message") == 0)
            try await DispatchingLoop(context: fixture.worker).pass()
            #expect(try await fixture.worker.count("outbox_message") == 1)
        }
    }

    @Test("early messages are replayed word by word, once their turn's results are there; the sibling's are dropped (TW 20.6)")
    func replay() async throws {
        try await ShardsFixture.with(["1.#"], deletesParentRecords: true) { fixture in
            let worker = fixture.worker
            let collectors = (0..<50).map { CreditorID(0x100_0000_0000 + $0) }
            let own = collectors.first { worker.realm.contains($0) }!
            let sibling = collectors.first { !worker.realm.contains($0) }!
            var message = Sample.transfer(.collecting, own, 5, to: own, 100)
            message.ts = noon - 60
            var foreign = Sample.transfer(.collecting, sibling, 5, to: sibling, 100)
            foreign.ts = noon - 60
            _ = try await worker.store.handle([message, foreign])
            #expect(try await worker.count("delayed_account_transfer") == 2)
            let loop = DispatchingLoop(context: worker, batchSize: 1)
            for state in WorkerTurnState.allCases {
                try await worker.run("DELETE FROM worker_turn")
                try await worker.insert(Sample.turn(state))
                try await loop.pass()
                let isReady = state == .settling || state == .finished
                if isReady { break }
                #expect(try await worker.count("delayed_account_transfer") == 2, "\(state)")
            }
            #expect(try await worker.takeIncoming().map { $0 as? AccountTransfer } == [message])
            #expect(try await worker.count("delayed_account_transfer") == 0)
        }
    }

    @Test("attempts that are due are triggered once, the others when it is time (TW 22.12)", arguments: [1, 1000])
    func trigger(burstCount: Int) async throws {
        try await ShardsFixture.with { fixture in
            for (creditor, due) in [(1, "2026-03-04T05:06:00Z"), (2, "2026-03-04T05:00:00Z"), (3, "2026-03-04T06:06:07.123456Z")] {
                try await fixture.worker.run(
                    """
                    INSERT INTO transfer_attempt (collector_id, turn_id, debtor_id, creditor_id, transfer_kind, nominal_amount,
                        collection_started_at, inserted_at, recipient, recipient_version, rescheduled_for, backoff_counter)
                    VALUES (9, 7, 666, \(creditor), 1, 3, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'x', 0, '\(due)', 0)
                    """)
            }
            let trigger = AttemptTrigger(context: fixture.worker, burstCount: burstCount)
            func triggered() async throws -> [CreditorID] {
                try await fixture.worker.takeIncoming().compactMap { ($0 as? TriggerTransfer)?.creditorID }.sorted()
            }
            #expect(try await trigger.pass() == noon + 3600)
            #expect(try await triggered() == [1, 2])
            #expect(try await trigger.pass() == noon + 3600)
            #expect(try await triggered() == [])
            fixture.clock.advance(seconds: 3600)
            #expect(try await trigger.pass() == nil)
            #expect(try await triggered() == [3])
        }
    }
}
