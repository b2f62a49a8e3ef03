import Logging
import Messaging
import SMPProtocol
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import NodeKit
@testable import Persistence

/// Takes `AccountPurge` messages of creditors below 1000; the behaviour of each is in the test's hands.
private final class RecordingHandler: InboxHandler {
    struct Failure: Error {}

    let node = Node.debtors
    private let fail: @Sendable ([DebtorID], _ attempt: Int) throws -> Void
    private let state = Mutex((handled: [DebtorID](), batchSizes: [Int](), attempts: 0))

    init(_ fail: @escaping @Sendable ([DebtorID], _ attempt: Int) throws -> Void = { _, _ in }) {
        self.fail = fail
    }

    var handled: [DebtorID] { state.withLock { $0.handled } }
    var batchSizes: [Int] { state.withLock { $0.batchSizes } }

    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<DebtorID> {
        guard kind == .accountPurge else { return .ignore }
        return .reading(AccountPurge.self, from: body) { message in
            message.debtorID < 1000 ? .handle(message.debtorID) : .foreign(reason: "The agent is not responsible for this debtor.")
        }
    }

    func handle(_ messages: [DebtorID]) async throws {
        let attempt = state.withLock { state in
            state.attempts += 1
            return state.attempts
        }
        try fail(messages, attempt)
        state.withLock { state in
            state.handled += messages
            state.batchSizes.append(messages.count)
        }
    }
}

private final class Counter: Sendable {
    private let state = Mutex(0)

    var value: Int { state.withLock { $0 } }

    func add() { state.withLock { $0 += 1 } }
}

@Suite(.usesBroker, .timeLimit(.minutes(2))) struct InboxTests {
    private static func purge(_ debtorID: DebtorID) -> [UInt8] {
        AccountPurge(debtorID: debtorID, creditorID: 0, creationDate: .epoch, ts: .epoch).encoded()
    }

    private static func publish(
        _ bodies: [[UInt8]], to queue: String, at broker: TestBroker, type: String = "AccountPurge",
        contentType: String = "application/json"
    ) async throws {
        let publisher = ConfirmingPublisher(.init(url: broker.url), logger: broker.logger)
        let messages = bodies.map {
            OutgoingMessage(
                exchange: "", routingKey: queue, isMandatory: true, type: type, appID: "test", contentType: contentType, headers: [],
                body: $0)
        }
        let outcomes = try await publisher.publish(messages)
        #expect(outcomes.allSatisfy { $0.isConfirmed })
        await publisher.close()
    }

    private static func inbox(
        _ queue: String, _ handler: RecordingHandler, at broker: TestBroker, prefetchCount: Int = 100, workers: Int = 1,
        policy: InboxPolicy = InboxPolicy(attempts: 2, backoff: Backoff(initialSeconds: 0.01, maximumSeconds: 0.1)),
        probe: (@Sendable () async throws -> Void)? = nil, keep: RejectionDesk.Keep? = nil
    ) -> Inbox<RecordingHandler> {
        Inbox(
            .init(consumer: .init(url: broker.url, queue: queue, prefetchCount: prefetchCount), workers: workers, policy: policy),
            handler: handler, probe: probe, keep: keep, logger: broker.logger)
    }

    /// Runs the inbox until the condition holds, then stops it gracefully.
    private static func run(
        _ inbox: Inbox<RecordingHandler>, until what: String, _ condition: @Sendable () async throws -> Bool
    ) async throws {
        let group = ServiceGroup(services: [inbox], logger: TestDatabase.quietLogger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await TestBroker.eventually(what, condition)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test("a full queue is handled in batches, and each message is acknowledged")
    func batches() async throws {
        let broker = try TestBroker()
        let queue = try await broker.queue()
        try await Self.publish((1...999).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler()
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "all are handled") { handler.handled.count >= 999 }
        #expect(handler.handled == (1...999).map { DebtorID(Int64($0)) })
        #expect(handler.batchSizes.count < 500)
        #expect(try await broker.commands.status(ofQueue: queue)?.readyMessages == 0)
    }

    @Test("a poisoned message in a batch of 100 goes to the dead-letter queue alone")
    func poisoned() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish((1...100).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler { messages, _ in if messages.contains(66) { throw RecordingHandler.Failure() } }
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "one is rejected, the others are handled") {
            let rejected = try await broker.commands.status(ofQueue: deadLetters)?.readyMessages
            return handler.handled.count >= 99 && rejected == 1
        }
        #expect(Set(handler.handled) == Set((1...100).filter { $0 != 66 }.map { DebtorID(Int64($0)) }))
        #expect(handler.handled.count == 99)
    }

    @Test("what is not a valid message of a known type goes to the dead-letter queue; what comes with it is handled")
    func malformed() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        let good = Self.purge(1)
        // Its beginning alone would be a valid message.
        let tooLong = good + [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
        try await Self.publish([good, Array("{".utf8), Array("[]".utf8), [], [0xff], good + good, tooLong], to: queue, at: broker)
        try await Self.publish([good], to: queue, at: broker, type: "AccountTransfer")
        try await Self.publish([good], to: queue, at: broker, type: "accountpurge")
        try await Self.publish([good], to: queue, at: broker, contentType: "application/json; charset=utf-8")
        try await Self.publish([Self.purge(2)], to: queue, at: broker)
        let handler = RecordingHandler()
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "9 are rejected") {
            try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 9 && handler.handled.count == 2
        }
        #expect(handler.handled == [1, 2])
    }

    @Test(
        "errors that speak of prepared statements, and not of a message, never give a message up",
        arguments: ["22P03", "08P01", "42P05", "26000"])
    func errorsOfStatements(state: String) async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish((1...3).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let error = PostgresError(
            sqlState: SQLState(state), statement: "test", message: "test", detail: nil, hint: nil, schema: nil, table: nil, column: nil,
            constraint: nil, endsSession: false)
        let handler = RecordingHandler { _, attempt in if attempt <= 5 { throw error } }
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "all are handled") { handler.handled.count >= 3 }
        #expect(try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 0)
    }

    @Test("a copy of each rejected message is committed before it goes to the dead-letter queue; while that fails, nothing is rejected")
    func copies() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await TestDatabase.with(migrations: RejectedMessagesTests.migrations) { database in
            try await database.execute("ALTER TABLE rejected_message RENAME TO hidden")
            try await Self.publish([Array("{".utf8), Self.purge(1), Self.purge(66)], to: queue, at: broker)
            let handler = RecordingHandler { messages, _ in if messages.contains(66) { throw RecordingHandler.Failure() } }
            let failures = Counter()
            let keep: RejectionDesk.Keep = { messages in
                do {
                    try await RejectedMessages.keep(messages, limitBytes: 1 << 20, in: database)
                } catch {
                    failures.add()
                    throw error
                }
            }
            let inbox = Self.inbox(queue, handler, at: broker, keep: keep)
            try await Self.run(inbox, until: "both are rejected") {
                let rejected = try await broker.commands.status(ofQueue: deadLetters)?.readyMessages ?? 0
                let copies = try await RejectedMessages.total(in: database).keptBytes > 0
                #expect(rejected == 0 || copies, "rejected before there is a copy")
                if failures.value >= 3 { try await database.execute("ALTER TABLE IF EXISTS hidden RENAME TO rejected_message") }
                return rejected == 2
            }
            #expect(handler.handled == [1])
            let kept = try await RejectedMessages.newest(10, in: database).map(\.message)
            #expect(kept.count == 2 && kept.allSatisfy { $0.queue == queue && $0.type == "AccountPurge" }, "\(kept)")
        }
    }

    @Test("when no copy can be committed for too long the inbox ends, nothing is rejected, and the message comes again")
    func noCopies() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish([Array("{".utf8)], to: queue, at: broker)
        let policy = InboxPolicy(backoff: Backoff(initialSeconds: 0.01, maximumSeconds: 0.01, giveUpAfterSeconds: 0.1))
        let inbox = Self.inbox(queue, RecordingHandler(), at: broker, policy: policy, keep: { _ in throw DatabaseError.closed })
        await #expect(throws: InboxError.self) { try await inbox.run() }
        try await TestBroker.eventually("the message is back") { try await broker.commands.status(ofQueue: queue)?.readyMessages == 1 }
        #expect(try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 0)
    }

    @Test("a message of a foreign shard ends the inbox and stays in the queue; what came with it is handled")
    func foreign() async throws {
        let broker = try TestBroker()
        let queue = try await broker.queue()
        try await Self.publish([1, 5000, 2].map(Self.purge), to: queue, at: broker)
        let handler = RecordingHandler()
        let error = await #expect(throws: InboxError.self) { try await Self.inbox(queue, handler, at: broker).run() }
        #expect(error == .foreignMessage(reason: "The agent is not responsible for this debtor."))
        #expect(Set(handler.handled).isSubset(of: [1, 2]))
        try await TestBroker.eventually("the foreign message is back") {
            (try await broker.commands.status(ofQueue: queue)?.readyMessages ?? 0) >= 1
        }
    }

    @Test("an outage of the database repeats the whole batch until it succeeds")
    func outage() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish((1...10).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler { _, attempt in
            if attempt <= 5 { throw DatabaseError.connectionLost(statement: "test", reason: "test") }
        }
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "all are handled") { handler.handled.count >= 10 }
        #expect(try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 0)
    }

    @Test("an outage that does not end ends the inbox, and nothing is lost")
    func longOutage() async throws {
        let broker = try TestBroker()
        let queue = try await broker.queue()
        try await Self.publish([Self.purge(1)], to: queue, at: broker)
        let handler = RecordingHandler { _, _ in throw DatabaseError.closed }
        let policy = InboxPolicy(backoff: Backoff(initialSeconds: 0.01, maximumSeconds: 0.01, giveUpAfterSeconds: 0.1))
        await #expect(throws: InboxError.self) { try await Self.inbox(queue, handler, at: broker, policy: policy).run() }
        try await TestBroker.eventually("the message is back") {
            try await broker.commands.status(ofQueue: queue)?.readyMessages == 1
        }
    }

    /// What the server says: an internal error, which tells nothing about whom to blame.
    private static let internalError = PostgresError(
        sqlState: "XX001", statement: "test", message: "invalid page", detail: nil, hint: nil, schema: nil, table: nil, column: nil,
        constraint: nil, endsSession: false)

    @Test("a message that alone fails with internal errors of the database goes to the dead-letter queue; the others are handled")
    func suspect() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish((1...10).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler { messages, _ in if messages.contains(1) { throw Self.internalError } }
        try await Self.run(Self.inbox(queue, handler, at: broker), until: "one is rejected, the others are handled") {
            let rejected = try await broker.commands.status(ofQueue: deadLetters)?.readyMessages
            return handler.handled.count >= 9 && rejected == 1
        }
        #expect(handler.handled.sorted() == (2...10).map { DebtorID(Int64($0)) })
    }

    @Test("a single message that fails with internal errors goes to the dead-letter queue when a probe of the database succeeds")
    func probedSuspect() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish([Self.purge(1)], to: queue, at: broker)
        let handler = RecordingHandler { _, _ in throw Self.internalError }
        try await Self.run(Self.inbox(queue, handler, at: broker, prefetchCount: 1, probe: {}), until: "it is rejected") {
            try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 1
        }
    }

    @Test("when the database fails with internal errors for everybody, no message is given up")
    func suspectDatabase() async throws {
        let broker = try TestBroker()
        let (queue, deadLetters) = try await broker.queueWithDeadLetters()
        try await Self.publish((1...3).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler { _, attempt in if attempt <= 20 { throw Self.internalError } }
        let inbox = Self.inbox(queue, handler, at: broker, probe: { throw Self.internalError })
        try await Self.run(inbox, until: "all are handled") { handler.handled.count >= 3 }
        #expect(handler.handled.sorted() == [1, 2, 3])
        #expect(try await broker.commands.status(ofQueue: deadLetters)?.readyMessages == 0)
    }

    @Test("several workers share a queue")
    func workers() async throws {
        let broker = try TestBroker()
        let queue = try await broker.queue()
        try await Self.publish((1...500).map { Self.purge(DebtorID(Int64($0))) }, to: queue, at: broker)
        let handler = RecordingHandler()
        try await Self.run(Self.inbox(queue, handler, at: broker, prefetchCount: 10, workers: 3), until: "all are handled") {
            handler.handled.count >= 500
        }
        #expect(Set(handler.handled).count == 500)
    }

    @Test("a queue that does not exist is an error that names it")
    func missingQueue() async throws {
        let broker = try TestBroker()
        let queue = broker.uniqueName()
        let error = await #expect(throws: MessagingError.self) { try await Self.inbox(queue, RecordingHandler(), at: broker).run() }
        #expect(error == .queueMissing(queue: queue))
    }
}
