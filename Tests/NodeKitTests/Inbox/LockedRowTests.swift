import Messaging
import Persistence
import SMPProtocol
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import NodeKit

/// Changes the rows of `AccountPurge` messages' debtors.
private final class RowHandler: InboxHandler {
    let node = Node.debtors
    private let database: Database
    private let state = Mutex([Int64]())

    init(_ database: Database) { self.database = database }

    /// The debtors of the messages that were handled, in their order.
    var handled: [Int64] { state.withLock { $0 } }

    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<Int64> {
        .reading(AccountPurge.self, from: body) { .handle($0.debtorID.rawValue) }
    }

    func subject(of message: Int64) -> Int64? { message }

    func handle(_ messages: [Int64]) async throws {
        try await database.transaction { tx in
            _ = try tx.query("SELECT FROM debtor WHERE id = ANY($1) ORDER BY id FOR UPDATE", messages)
        }
        state.withLock { $0 += messages }
    }
}

@Suite("A row that a forgotten session has locked", .usesBroker, .timeLimit(.minutes(2)))
struct LockedRowTests {
    private static func configuration() -> DatabaseConfiguration {
        var configuration = DatabaseConfiguration(maximumConnections: 8)
        configuration.sessionSettings["lock_timeout"] = "100ms"
        return configuration
    }

    private static func publish(_ ids: [Int64], to queue: String, at broker: TestBroker) async throws {
        let publisher = ConfirmingPublisher(.init(url: broker.url), logger: broker.logger)
        let messages = ids.map { id in
            OutgoingMessage(
                exchange: "", routingKey: queue, isMandatory: true, type: "AccountPurge", appID: "test", headers: [],
                body: AccountPurge(debtorID: DebtorID(id), creditorID: 0, creationDate: .epoch, ts: .epoch).encoded())
        }
        #expect(try await publisher.publish(messages).allSatisfy { $0.isConfirmed })
        await publisher.close()
    }

    @Test("messages about others are handled meanwhile; those about it are handled when it is free, and nothing is given up")
    func aside() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await TestDatabase.with(configuration: Self.configuration()) { database in
            try await database.execute("CREATE TABLE debtor AS SELECT id::bigint FROM generate_series(1, 50) AS id")
            let handler = RowHandler(database)
            let inbox = Inbox(
                .init(
                    consumer: .init(url: broker.url, queue: queue, prefetchCount: 100), workers: 1,
                    policy: InboxPolicy(attempts: 2, backoff: Backoff(initialSeconds: 0.01, maximumSeconds: 0.1))),
                handler: handler, logger: broker.logger)
            let group = ServiceGroup(services: [inbox], logger: broker.logger)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                try await database.asyncTransaction { tx in
                    try await tx.execute("SELECT FROM debtor WHERE id = 7 FOR UPDATE")
                    try await Self.publish(Array(1...20), to: queue, at: broker)
                    try await TestBroker.eventually("the others are handled") { Set(handler.handled).count == 19 }
                    try await Self.publish(Array(1...50), to: queue, at: broker)
                    try await TestBroker.eventually("the others are handled again") { handler.handled.count == 68 }
                    #expect(!handler.handled.contains(7))
                }
                try await TestBroker.eventually("all are handled") { handler.handled.count == 70 }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
            #expect(handler.handled.count { $0 == 7 } == 2)
            #expect(try await broker.commands.status(ofQueue: queue)?.readyMessages == 0)
            #expect(try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 0)
        }
    }
}
