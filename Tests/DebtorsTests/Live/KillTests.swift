import Foundation
import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Debtors

/// An accounting authority that keeps books: what was asked, what it has locked, what it was told to commit.
private final class Books: Sendable {
    struct Page {
        var requests: Set<CoordinatorRequestID> = []
        /// Transfer IDs that were prepared, and what the node has said about each.
        var orders: [TransferID: Set<Int64>] = [:]
        var isRejected = false

        var isAnswered: Bool { orders.values.allSatisfy { !$0.isEmpty } }
    }

    private let pages = Mutex<[String: Page]>([:])
    private let lastID = Atomic<Int64>(0)

    /// Every seventh recipient does not exist. A request that comes twice is prepared twice: the second one must be dismissed.
    func answer(_ message: NodeMessage) -> [any SMPMessage] {
        switch message {
        case .configure: return []
        case .prepare(let request):
            let number = Int(request.recipient.rawValue) ?? 0
            if number % 7 == 0 {
                pages.withLock { pages in
                    pages[request.recipient.rawValue, default: Page()].requests.insert(request.coordinatorRequestID)
                    pages[request.recipient.rawValue]?.isRejected = true
                }
                return [
                    RejectedTransfer(
                        debtorID: request.debtorID, creditorID: .root, coordinatorType: .issuing, coordinatorID: request.coordinatorID,
                        coordinatorRequestID: request.coordinatorRequestID, statusCode: "RECIPIENT_IS_UNREACHABLE",
                        totalLockedAmount: 0, ts: request.ts)
                ]
            }
            let id = TransferID(lastID.wrappingAdd(1, ordering: .relaxed).newValue)
            pages.withLock { pages in
                pages[request.recipient.rawValue, default: Page()].requests.insert(request.coordinatorRequestID)
                pages[request.recipient.rawValue]?.orders[id] = []
            }
            return [
                PreparedTransfer(
                    debtorID: request.debtorID, creditorID: .root, coordinatorType: .issuing, coordinatorID: request.coordinatorID,
                    coordinatorRequestID: request.coordinatorRequestID, transferID: id, lockedAmount: request.maxLockedAmount,
                    recipient: request.recipient, preparedAt: request.ts, demurrageRate: 0, deadline: .latest,
                    finalInterestRateTs: .farFuture, ts: request.ts)
            ]
        case .finalize(let order):
            pages.withLock { pages in
                for (recipient, page) in pages where page.orders[order.transferID] != nil {
                    pages[recipient]?.orders[order.transferID]?.insert(order.committedAmount)
                }
            }
            return [
                FinalizedTransfer(
                    debtorID: order.debtorID, creditorID: .root, coordinatorType: .issuing, coordinatorID: order.coordinatorID,
                    coordinatorRequestID: order.coordinatorRequestID, transferID: order.transferID,
                    committedAmount: order.committedAmount, statusCode: "OK", totalLockedAmount: 0, preparedAt: order.ts, ts: order.ts)
            ]
        }
    }

    subscript(recipient: String) -> Page? { pages.withLock { $0[recipient] } }

    func isAnswered(_ recipient: String) -> Bool { self[recipient]?.isAnswered ?? true }

    var isEverythingAnswered: Bool { pages.withLock { $0.values.allSatisfy(\.isAnswered) } }
}

@Suite("kill -9", .usesBroker, .timeLimit(.minutes(10)))
struct KillTests {
    static let kills = 50
    static let transfers = 1000

    @Test(
        "a node that is killed fifty times while a thousand transfers are made loses nothing and does nothing twice",
        .timeLimit(.minutes(10)))
    func kill() async throws {
        let settings = ["APP_MAX_TRANSFERS_PER_MONTH": "1000000", "FLUSH_PERIOD": "0.5"]
        try await LiveNode.with(settings) { node async throws in
            let books = Books()
            await node.authority.answer { books.answer($0) }
            let id = node.newID()
            try await node.running { _ = try await node.json(.post, "\(id.path)/activate", "{}") }

            var random = SplitMix64(seed: 20_260_304)
            var waiting = Array(1...Self.transfers)
            var done: Set<Int> = []
            for _ in 1...Self.kills {
                let share = Array(waiting.prefix(30))
                let moment = Moment(
                    answers: Int.random(in: 0...20, using: &random), microseconds: Int.random(in: 0...30_000, using: &random))
                done.formUnion(try await oneLife(node, id, share, killedAt: moment))
                waiting.removeAll { done.contains($0) }
            }
            #expect(done.count < Self.transfers, "the last kills came too late")
            let rest = waiting
            try await node.running {
                for number in rest {
                    let status = try await create(node, id, number)
                    #expect(status == 201 || status == 303)
                }
                try await TestBroker.eventually("everything answered", within: .seconds(60)) { books.isEverythingAnswered }
                for number in 1...Self.transfers { try await check(node, id, number, books) }
                let database = Database(url: node.url, logger: TestDatabase.quietLogger)
                let debtor = try #require(try await DebtorsStore(database: database).debtor(id))
                #expect(Int(debtor.runningTransfersCount) == Self.transfers)
                #expect(Int(debtor.actions.count) == Self.transfers)
                try await TestBroker.eventually("outbox empty") { try await database.query("SELECT 1 FROM outbox_message").isEmpty }
                await database.close()
            }
        }
    }

    /// When the node is killed: so many answers after its start, and some time later, which leads into the middle of something.
    private struct Moment {
        let answers: Int
        let microseconds: Int
    }

    /// Starts the node, makes transfers, and kills the node meanwhile. Returns which requests were answered.
    private func oneLife(_ node: LiveNode, _ id: DebtorID, _ numbers: [Int], killedAt moment: Moment) async throws -> [Int] {
        let process = try node.start("all")
        try await node.waitUntilHealthy()
        let (answers, answered) = AsyncStream.makeStream(of: Void.self)
        return await withTaskGroup(of: Int?.self) { group in
            group.addTask {
                var iterator = answers.makeAsyncIterator()
                for _ in 0..<moment.answers { _ = await iterator.next() }
                try? await Task.sleep(for: .microseconds(moment.microseconds))
                process.send(SIGKILL)
                #expect(await process.wait() == 128 + SIGKILL)
                return nil
            }
            for chunk in 0..<4 {
                for number in numbers where number % 4 == chunk {
                    group.addTask {
                        let status = try? await create(node, id, number)
                        answered.yield()
                        return status == 201 || status == 303 ? number : nil
                    }
                }
            }
            var done: [Int] = []
            for await number in group { if let number { done.append(number) } }
            return done
        }
    }

    private func uuid(_ number: Int) -> String {
        let digits = String(number)
        return "123e4567-e89b-12d3-a456-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    /// The recipient tells the authority which transfer it is.
    private func create(_ node: LiveNode, _ id: DebtorID, _ number: Int) async throws -> Int {
        let body = #"{"transferUuid":"\#(uuid(number))","recipient":{"uri":"swpt:\#(id.unsignedText)/\#(number)"},"amount":\#(number)}"#
        return try await node.send(.post, "\(id.path)/transfers/", body).status
    }

    /// One outcome, and the books agree with it.
    private func check(_ node: LiveNode, _ id: DebtorID, _ number: Int, _ books: Books) async throws {
        let path = "\(id.path)/transfers/\(uuid(number))"
        try await TestBroker.eventually("\(path) finalized") { try await node.json(.get, path)["result"] != nil }
        // What was sent twice before a kill is prepared twice; the second preparation may be answered after the first has ended.
        try await TestBroker.eventually("everything about \(path) answered") { books.isAnswered("\(number)") }
        let result = try #require(try await node.json(.get, path)["result"])
        let page = try #require(books["\(number)"], "transfer \(number): no PrepareTransfer has ever come")
        #expect(page.requests.count == 1, "transfer \(number)")
        let committed = page.orders.filter { $0.value.contains { $0 > 0 } }
        if page.isRejected {
            #expect(result["error"]?["errorCode"]?.text == "RECIPIENT_IS_UNREACHABLE", "transfer \(number)")
            #expect(committed.isEmpty, "transfer \(number)")
        } else {
            #expect(result["committedAmount"]?.integer == Int64(number), "transfer \(number)")
            #expect(committed.count == 1, "transfer \(number): one commit")
            #expect(committed.first?.value == [Int64(number)], "transfer \(number)")
            for (transferID, amounts) in page.orders where committed[transferID] == nil {
                #expect(amounts == [0], "transfer \(number): the second preparation is dismissed")
            }
        }
    }
}
