import CLibPQ
import Logging
import Threading

/// What a listener hears.
public enum NotificationEvent: Hashable, Sendable {
    /// Notifications may have been missed until now: the listener has just connected, or could not keep up. Whoever listens should
    /// look for work itself. It is always the first event, and comes again after each reconnect.
    case mayHaveMissed
    case notification(channel: String, payload: String)
}

extension Database {
    /// Listens to channels, on a connection of its own that is not part of the pool, until the sequence is given up (its task
    /// cancelled, or the iteration left). Reconnects with growing waits when the connection is lost.
    ///
    /// When a pooler stands in the way that does not let notifications through, ``NotificationEvent/mayHaveMissed`` comes again and again.
    ///
    /// Events that nobody takes are kept up to `bufferLimit`; the last place is for ``NotificationEvent/mayHaveMissed``, which stands for
    /// all that find no room.
    ///
    /// - Parameter silence: a connection on which nothing has come for so long is tried out, because a peer that has vanished says nothing.
    ///   One that ends is noticed at once.
    public func notifications(
        channels: [String], bufferLimit: Int = 1024, silence: Duration = .seconds(60)
    ) -> AsyncStream<NotificationEvent> {
        precondition(!channels.isEmpty && bufferLimit >= 2)
        let (stream, continuation) = AsyncStream.makeStream(
            of: NotificationEvent.self, bufferingPolicy: .bufferingOldest(bufferLimit))
        let database = self
        let task = Task {
            do {
                let listener = try NotificationListener(
                    channels: channels, continuation: continuation, capacity: bufferLimit, silence: silence, database: database)
                await listener.run()
            } catch {
                database.logger.error("cannot listen to PostgreSQL", metadata: ["error": "\(error)"])
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }
}

/// Owns the listening connection and the thread that waits on it.
private actor NotificationListener {
    private static let firstPause = 0.1
    private static let longestPause = 10.0

    private let executor = ThreadExecutor(name: "pg-listen")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let channels: [String]
    private let silence: Duration
    private var sink: NotificationSink
    private let database: Database
    private let interrupt: Interrupt
    private let sharing: SessionSharing

    init(
        channels: [String], continuation: AsyncStream<NotificationEvent>.Continuation, capacity: Int, silence: Duration, database: Database
    ) throws(DatabaseError) {
        self.channels = channels
        self.silence = silence
        sink = NotificationSink(continuation: continuation, capacity: capacity)
        self.database = database
        sharing =
            database.listenURL == database.url ? database.sharing : SessionSharing(database.listenURL, logger: database.logger)
        interrupt = try Interrupt(canceller: database.canceller)
    }

    /// Blocks the listener's thread until the task is cancelled.
    nonisolated func run() async {
        let ticket = interrupt.begin()
        await withTaskCancellationHandler {
            await listen()
        } onCancel: {
            interrupt.cancel(ticket: ticket)
        }
        _ = interrupt.end()
    }

    private func listen() {
        var failures = 0
        while !interrupt.isCancelled {
            if sharing.isOn { return poll() }
            do {
                guard let session = try connect() else { continue }
                failures = 0
                while !sharing.isOn { try pass(on: session) }
            } catch {
                interrupt.target(nil)
                if interrupt.isCancelled { return }
                failures += 1
                pause(failures, error)
            }
        }
    }

    /// Nil: the session would not be ours.
    private func connect() throws -> Session? {
        let session = try Session(
            database.listenURL, configuration: database.configuration, interrupt: interrupt, counters: database.live, sharing: sharing,
            logger: database.logger)
        guard session.isLasting else { return nil }
        for channel in channels {
            try session.queryAlone(Statement(stringLiteral: "LISTEN \(quotedIdentifier(channel))"))
        }
        sink.hand(.mayHaveMissed)
        return session
    }

    /// Waits for notifications and hands them out.
    private func pass(on session: Session) throws {
        let notifications = try session.awaitNotifications(timeout: silence)
        if notifications.isEmpty { try session.queryAlone("SELECT 1") }
        for notification in notifications { sink.hand(notification) }
    }

    /// Nothing can be heard: whoever listens is to look for work himself, again and again.
    private func poll() {
        let interval = database.configuration.pollingInterval
        database.logger.warning(
            """
            A pooler stands between us and PostgreSQL that lets no notification through: what other processes leave for this one is looked \
            for now and then. A URL for listening that leads around the pooler makes it prompt
            """, metadata: ["seconds": "\(interval.inSeconds)"])
        while !interrupt.isCancelled {
            sink.hand(.mayHaveMissed)
            _ = waitForSocket(nil, for: .readable, wake: interrupt.wake, timeout: interval)
        }
    }

    private func pause(_ failures: Int, _ error: any Error) {
        let longest = min(Self.longestPause, Self.firstPause * Double(1 << min(failures - 1, 20)))
        let seconds = longest * database.configuration.randomFactor()
        database.logger.warning(
            "not listening to PostgreSQL; reconnecting", metadata: ["seconds": "\(seconds)", "error": "\(error)"])
        _ = waitForSocket(nil, for: .readable, wake: interrupt.wake, timeout: .seconds(seconds))
    }
}

/// Hands events to a bounded stream. The last place in the stream is only ever taken by ``NotificationEvent/mayHaveMissed``, so that
/// whoever has fallen behind learns it from the stream itself, and not only when something else happens.
struct NotificationSink {
    let continuation: AsyncStream<NotificationEvent>.Continuation
    /// There is at least so much room.
    private var room: Int

    init(continuation: AsyncStream<NotificationEvent>.Continuation, capacity: Int) {
        precondition(capacity >= 2)
        self.continuation = continuation
        room = capacity
    }

    mutating func hand(_ event: NotificationEvent) {
        switch continuation.yield(room >= 2 ? event : .mayHaveMissed) {
        case .enqueued(let remaining): room = remaining
        // The stream is full, and its last event is the one that speaks for this one too.
        case .dropped: room = 0
        case .terminated: break
        @unknown default: break
        }
    }
}

extension Session {
    /// Blocks until notifications have come or the time is over (then there are none).
    fileprivate func awaitNotifications(timeout: Duration) throws -> [NotificationEvent] {
        let waiting = takeNotifications()
        if !waiting.isEmpty { return waiting }
        let deadline = ContinuousClock.now + timeout
        while true {
            let remaining = deadline - .now
            if remaining <= .zero { return [] }
            let events = waitForSocket(PQsocket(connection), for: .readable, wake: interrupt.wake, timeout: remaining)
            if events.contains(.woken) { throw CancellationError() }
            guard events.contains(.readable) else { return [] }
            guard PQconsumeInput(connection) == 1, !isLost else {
                throw DatabaseError.connectionLost(statement: "LISTEN", reason: lastMessage)
            }
            let notifications = takeNotifications()
            if !notifications.isEmpty { return notifications }
        }
    }

    private func takeNotifications() -> [NotificationEvent] {
        var events: [NotificationEvent] = []
        while let notification = PQnotifies(connection) {
            defer { PQfreemem(notification) }
            let channel = String(cString: notification.pointee.relname)
            let payload = notification.pointee.extra.map { String(cString: $0) } ?? ""
            events.append(.notification(channel: channel, payload: payload))
        }
        return events
    }
}
