import NodeKit
import Persistence
import SMPProtocol
import Testing

@testable import Debtors

/// Counts, not times: what a request costs at the database.
@Suite("Cost of requests", .timeLimit(.minutes(10)))
struct RequestCostTests {
    private func cost(_ node: TestNode, _ body: () async throws -> Int) async throws -> (status: Int, roundTrips: Int, statements: Int) {
        let before = node.database.counters
        let status = try await body()
        let cost = node.database.counters - before
        return (status, cost.roundTrips, cost.statements)
    }

    @Test("reading is one statement in one round trip; writing is two round trips")
    func costs() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let document = try await node.send(.post, "/debtors/4294967296/documents/", "x", type: "text/plain")
            let documentPath = String(document.location!.dropFirst(TestNode.base.count))

            var cost = try await cost(node) { try await node.get("/debtors/4294967296/").status }
            #expect(cost == (200, 1, 1))
            cost = try await self.cost(node) { try await node.get(documentPath).status }
            #expect(cost == (200, 1, 1))
            cost = try await self.cost(node) { try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request()).status }
            #expect(cost == (201, 2, 6))
            cost = try await self.cost(node) { try await node.get(TransferAPITests.path).status }
            #expect(cost == (200, 1, 1))
            cost = try await self.cost(node) { try await node.get("/debtors/4294967296/transfers/").status }
            #expect(cost == (200, 1, 2))
            cost = try await self.cost(node) {
                try await node.patch("/debtors/4294967296/config", #"{"configData":"x","latestUpdateId":2}"#).status
            }
            #expect(cost == (200, 2, 3))
            cost = try await self.cost(node) { try await node.post(TransferAPITests.path).status }
            #expect(cost == (200, 2, 2))
        }
    }

    @Test("with a hundred thousand debtors, each statement still finds its rows by index")
    func plans() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.database.query(
                """
                INSERT INTO debtor SELECT d.* FROM generate_series(1, 100000) n, LATERAL (
                    SELECT (e).* FROM (SELECT jsonb_populate_record(debtor, jsonb_build_object('debtor_id', n)) AS e FROM debtor LIMIT 1) x
                ) d
                """)
            _ = try await node.database.query(
                """
                INSERT INTO running_transfer (debtor_id, transfer_uuid, coordinator_request_id, amount, recipient_uri, recipient,
                    note_format, note, initiated_at)
                SELECT n, md5(n::text)::uuid, n, 1, '', '', '', '', now() FROM generate_series(1, 100000) n
                """)
            _ = try await node.database.query(
                """
                INSERT INTO document (debtor_id, inserted_at, content_type, content)
                SELECT n, now(), '', '' FROM generate_series(1, 100000) n
                """)
            try await node.database.administer("ANALYZE")
            let scans: Statement = """
                SELECT sum(seq_scan)::bigint FROM pg_stat_xact_user_tables WHERE relname IN ('debtor', 'running_transfer', 'document')
                """
            let keys = (1...200).map { TransferRequestKey(debtorID: DebtorID(Int64($0)), requestID: CoordinatorRequestID(Int64($0))) }
            let queries = [
                DebtorRows.read(5), DebtorRows.lock((1...200).map { DebtorID(Int64($0)) }), DebtorRows.activeIDs(from: 500, limit: 100),
                TransferRows.read(5, Sample.uuid(1)), TransferRows.lock(keys), TransferRows.uuids(7), DocumentRows.read(5, 1),
            ]
            let sequentialScans = try await node.database.transaction { tx in
                // Prepared statements get a general plan after five executions.
                for _ in 1...7 { for query in queries { try tx.query(query) } }
                return try tx.query(scans)[0].decode(0, as: Int64.self)
            }
            #expect(sequentialScans == 0)
        }
    }
}
