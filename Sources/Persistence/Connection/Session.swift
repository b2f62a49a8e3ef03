import CLibPQ
import Logging

/// One connection of libpq, in pipeline mode and non-blocking, and all that is known about it.
///
/// Not `Sendable`: it lives inside an actor that owns a thread, and its methods block that thread.
final class Session {
    let connection: OpaquePointer
    let interrupt: Interrupt
    let counters: LiveCounters
    let configuration: DatabaseConfiguration
    let logger: Logger
    var statements: StatementCache
    /// Never to be used again: the connection is lost, out of step, or was cancelled.
    private(set) var isBroken = false
    let notices: NoticeLog
    private let sharing: SessionSharing
    /// The session has been found, or said, to be ours.
    private var isOurs = false
    private let localSettings: [Command]
    /// Something has been read while the rows of a COPY were written.
    var hasReadDuringCopy = false
    private var plansSince = ContinuousClock.now

    /// Connects, blocking. Each host of the URL gets the URL's `connect_timeout`, by default 10 s.
    init(
        _ url: DatabaseURL, configuration: DatabaseConfiguration, interrupt: Interrupt, counters: LiveCounters, sharing: SessionSharing,
        logger: Logger
    ) throws {
        connection = try Self.connect(url, configuration)
        self.interrupt = interrupt
        self.counters = counters
        self.configuration = configuration
        self.logger = logger
        self.sharing = sharing
        localSettings = configuration.settingsOfTransactions
        statements = StatementCache(capacity: configuration.preparedStatementsPerConnection)
        notices = NoticeLog(logger: logger)
        counters.connectionsOpened.add(1, ordering: .relaxed)
        notices.receive(from: connection)
        guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            throw DatabaseError.clientFailure(statement: "connect", reason: lastMessage)
        }
        if !sharing.isOn { try applySettings(to: url) }
        interrupt.target(CancelHandle(of: connection))
    }

    deinit {
        PQfinish(connection)
        counters.connectionsClosed.add(1, ordering: .relaxed)
    }

    func markBroken() { isBroken = true }

    /// Between transactions, and with nothing left to read.
    var isIdle: Bool { !isBroken && PQtransactionStatus(connection) == PQTRANS_IDLE }
    var isInTransaction: Bool { PQtransactionStatus(connection) == PQTRANS_INTRANS }
    var isLost: Bool { PQstatus(connection) != CONNECTION_OK }
    var lastMessage: String { String(cString: PQerrorMessage(connection)).onOneLine }

    /// Whether the server still holds an idle connection, as far as this side can know without asking. A restarted server has said
    /// farewell or closed the socket, which makes it readable. A notice or a reloaded setting does that too; both are rare, and a
    /// new connection costs little.
    func isStillOpen() -> Bool {
        !isBroken && !isLost && waitForSocket(PQsocket(connection), for: .readable, wake: nil, timeout: .zero).isEmpty
    }

    /// Whether the session keeps what is left in it: prepared statements, settings, channels that are listened to.
    var isLasting: Bool { isOurs && !sharing.isOn }

    /// What the server says when the session is not ours alone.
    func noteSharing(_ sign: String) { sharing.found(sign) }

    /// What each transaction begins with after BEGIN.
    func preamble() -> [Command] {
        guard isLasting else { return localSettings }
        return plansAreDue() ? [.text("DISCARD PLANS")] : []
    }

    /// Whether it is time to forget the plans of prepared statements; if so, the time of the next ones begins.
    private func plansAreDue() -> Bool {
        let now = ContinuousClock.now
        guard plansSince.duration(to: now) >= configuration.planLifetime else { return false }
        plansSince = now
        return true
    }

    /// Sets what holds for all of the session, if it is ours. A pooler gives itself away: the number of the process that it has told us is
    /// not that of the process which serves us.
    private func applySettings(to url: DatabaseURL) throws {
        let settings = configuration.allSessionSettings
        let query = Query(
            """
            SELECT pg_backend_pid() = $3, CASE WHEN pg_backend_pid() = $3 OR $4 THEN set_config(s.name, s.value, false) END
            FROM unnest($1, $2) AS s (name, value)
            """,
            PostgresParameters(settings.map(\.name), settings.map(\.value), PQbackendPID(connection), !sharing.isLookedFor))
        let exchange = exchange([.query(query)])
        switch exchange.failure {
        case nil:
            let isDirect: Bool = try Rows(exchange.results[0])[0].decode(0)
            if !isDirect { sharing.found("the process that serves us has another number than we were told") }
            isOurs = true
        case .refused(let error):
            throw DatabaseError.cannotConnect(server: url.description, reason: "\(error)", isTransient: error.endsSession)
        case .lost(_, let reason), .client(_, let reason):
            throw DatabaseError.cannotConnect(server: url.description, reason: reason, isTransient: true)
        case .cancelled: throw CancellationError()
        }
    }
}

/// Passes the server's notices and warnings to the log instead of standard error.
final class NoticeLog {
    private let logger: Logger
    /// How many there were.
    private(set) var count = 0

    init(logger: Logger) { self.logger = logger }

    /// The connection must be closed before the log is gone.
    func receive(from connection: OpaquePointer) {
        _ = PQsetNoticeReceiver(
            connection,
            { context, result in
                guard let context, let result else { return }
                Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue().write(result)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func write(_ result: OpaquePointer) {
        count += 1
        guard let message = PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map({ String(cString: $0) }) else { return }
        let severity = PQresultErrorField(result, Int32(UInt8(ascii: "V"))).map { String(cString: $0) }
        if severity == "WARNING" {
            logger.warning("PostgreSQL: \(message)")
        } else {
            logger.debug("PostgreSQL: \(message)")
        }
    }
}
