import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

/// What happens when two want the same at the same time (DA 14, DA 17.4).
@Suite("Concurrency", .timeLimit(.minutes(10)))
struct ConcurrencyTests {
    private func atOnce<R: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> R) async throws -> [R] {
        try await withThrowingTaskGroup(of: R.self) { group in
            for n in 0..<count { group.addTask { try await body(n) } }
            var results: [R] = []
            for try await result in group { results.append(result) }
            return results
        }
    }

    @Test("of equal requests for a transfer one makes it, and the others find it")
    func sameTransfer() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.takeSent()
            let statuses = try await atOnce(20) { _ in
                try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request()).status
            }
            #expect(statuses.sorted() == [201] + Array(repeating: 303, count: 19))
            #expect(try await node.takeSent().count == 1)
            #expect(try await node.store.debtor(Sample.debtorID)?.runningTransfersCount == 1)
            #expect(try await node.store.debtor(Sample.debtorID)?.actions.count == 1)
        }
    }

    @Test("of different requests with one UUID one makes the transfer, and the others conflict")
    func sameUUID() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let statuses = try await atOnce(20) { n in
                try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request(amount: "\(n)")).status
            }
            #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 19))
        }
    }

    @Test("limits hold when everybody comes at once")
    func limit() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let statuses = try await atOnce(30) { n in
                try await node.post(
                    "/debtors/4294967296/transfers/", TransferAPITests.request("123e4567-e89b-12d3-a456-0000000000\(n + 10)")
                ).status
            }
            #expect(statuses.sorted() == Array(repeating: 201, count: 10) + Array(repeating: 403, count: 20))
        }
    }

    @Test("of different updates with one ID exactly one wins")
    func sameUpdateID() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.takeSent()
            let statuses = try await atOnce(9) { n in
                try await node.patch("/debtors/4294967296/config", #"{"configData":"\#(n)","latestUpdateId":2}"#).status
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 8))
            #expect(try await node.takeSent().count == 1)
        }
    }

    @Test("an ID is given away once")
    func sameID() async throws {
        try await TestNode.with { node async throws in
            let reserved = try await atOnce(10) { _ in try await node.post("/debtors/4294967296/reserve").status }
            #expect(reserved.sorted() == [200] + Array(repeating: 409, count: 9))
            let activated = try await atOnce(10) { _ in try await node.post("/debtors/4294967297/activate").status }
            #expect(activated.sorted() == [200] + Array(repeating: 409, count: 9))
            #expect(try await node.takeSent().count == 1)
        }
    }

    @Test("a cancellation that races with the preparation either prevents the commit or comes too late", arguments: 1...3)
    func cancellationRace(round: Int) async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for n in 0..<10 {
                let uuid = "123e4567-e89b-12d3-a456-00000000000\(n)"
                _ = try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request(uuid))
                let transfer = try #require(try await node.store.transfer(Sample.debtorID, TransferUUID(path: uuid)!))
                _ = try await node.takeSent()
                async let cancelled = node.post("/debtors/4294967296/transfers/\(uuid)").status
                async let delivered: Void = node.deliver(Sample.prepared(transfer))
                let status = try await cancelled
                try await delivered
                let committed = try #require(try await node.takeSent().first?["committed_amount"]?.integer)
                #expect((status == 200 && committed == 0) || (status == 403 && committed == 1000), "\(status), \(committed)")
            }
        }
    }

    @Test("a deactivation that races with preparations leaves nothing behind")
    func deactivationRace() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            var transfers: [RunningTransfer] = []
            for n in 0..<10 {
                let uuid = "123e4567-e89b-12d3-a456-00000000000\(n)"
                _ = try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request(uuid))
                transfers.append(try #require(try await node.store.transfer(Sample.debtorID, TransferUUID(path: uuid)!)))
            }
            let all = transfers
            _ = try await node.takeSent()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await node.inbox.handle(all.map { Sample.prepared($0) }) }
                group.addTask { try await node.inbox.handle(all.reversed().map { Sample.prepared($0) }) }
                group.addTask { () async throws in #expect(try await node.post("/debtors/4294967296/deactivate").status == 204) }
                group.addTask { () async throws in
                    #expect(try await node.delete("/debtors/4294967296/transfers/\(all[3].uuid.text)").status == 204)
                }
                try await group.waitForAll()
            }
            let debtor = try #require(try await node.store.debtor(Sample.debtorID))
            #expect(debtor.status == .deactivated && debtor.runningTransfersCount == 0)
            #expect(try await node.store.transfers(Sample.debtorID).uuids.isEmpty)
            #expect(try await node.takeSent().count == 21)
        }
    }

    @Test("a purge and an update of a new account end with the new account, whatever comes first")
    func purgeRace() async throws {
        try await TestNode.with { node async throws in
            let debtor = try await node.activate()
            let update = Sample.update(debtor, principal: -7)
            let purge = AccountPurge(
                debtorID: debtor.id, creditorID: .root, creationDate: CalendarDate(rawValue: update.creationDate.rawValue - 1), ts: noon)
            async let first: Void = node.deliver(update)
            async let second: Void = node.deliver(purge)
            _ = try await (first, second)
            #expect(try await node.store.debtor(debtor.id)?.account.exists == true)
        }
    }

    @Test("of a debtor that goes and comes back while a deletion waits for it, no transfer is deleted")
    func comesBack() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.post("/debtors/4294967296/transfers/", TransferAPITests.request())
            let tables = ["debtor", "running_transfer"]
            for table in tables {
                try await node.database.execute(Statement(stringLiteral: "CREATE TABLE kept_\(table) AS SELECT * FROM \(table)"))
            }
            let uuid = try #require(try await node.store.transfers(Sample.debtorID).uuids.first)
            let answer = try await OpenTransaction.with(
                node.database,
                ["DELETE FROM debtor"] + tables.map { Statement(stringLiteral: "INSERT INTO \($0) SELECT * FROM kept_\($0)") },
                contender: { try await node.delete("/debtors/4294967296/transfers/\(uuid.text)") })
            #expect(answer.status == 204)
            #expect(try await node.store.transfers(Sample.debtorID).uuids == [uuid])
            #expect(try await node.store.debtor(Sample.debtorID)?.runningTransfersCount == 1)
        }
    }

    @Test("a request that fails half-way leaves nothing")
    func rollback() async throws {
        try await TestNode.with { node async throws in
            let debtor = try await node.activate()
            _ = try await node.takeSent()
            struct Accident: Error {}
            await #expect(throws: Accident.self) {
                try await node.store.change(debtor.id, []) { file, _ in
                    try file.restrict(minBalance: -1)
                    throw Accident()
                }
            }
            #expect(try await node.store.debtor(debtor.id) == debtor)
            #expect(try await node.takeSent().isEmpty)
        }
    }
}
