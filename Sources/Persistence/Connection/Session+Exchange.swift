import CLibPQ

/// One thing that the server is asked to do in a round trip.
enum Command {
    /// A statement without parameters that is not worth preparing, such as BEGIN.
    case text(String, name: String)
    case query(Query)
    /// Asks for the columns of a query without running it.
    case describe(Query)

    /// A text that is its own name.
    static func text(_ sql: String) -> Command { .text(sql, name: sql) }

    var name: String {
        switch self {
        case .text(_, let name): name
        case .query(let query), .describe(let query): query.statement.name
        }
    }
}

/// How a round trip went: the results of the commands that succeeded, in order, and what stopped the others.
struct Exchange {
    enum Failure {
        /// The server refused the command at position `results.count`; it skipped all that came after it.
        case refused(PostgresError)
        case lost(statement: String, reason: String)
        /// Cancelled, and the server did not stop in time or was not asked at all.
        case cancelled
        case client(statement: String, reason: String)
    }

    var results: [ResultHandle] = []
    var failure: Failure?
    /// Whether any of the commands may have reached the server.
    var wasSent = false
}

extension Session {
    /// What is read back: a pipeline answers each of its parts.
    private enum Part {
        case deallocate(String)
        /// Without a key: a statement without a name, which lasts until the next one.
        case prepare(command: Int, StatementCache.Key?)
        case execute(command: Int)

        /// The command to which an error of this part belongs.
        var command: Int {
            switch self {
            case .deallocate: 0
            case .prepare(let command, _), .execute(let command): command
            }
        }
    }

    /// Sends all commands in one go and waits for all answers. The commands stand or fall together: after the first refused one the
    /// server skips the others (and without BEGIN undoes the earlier ones).
    func exchange(_ commands: [Command]) -> Exchange {
        precondition(!commands.isEmpty)
        var exchange = Exchange()
        if interrupt.isCancelled {
            markBroken()
            exchange.failure = .cancelled
            return exchange
        }
        if isBroken {
            exchange.failure = .lost(statement: commands[0].name, reason: "the connection cannot be used any more")
            return exchange
        }
        var parts: [Part] = []
        exchange.wasSent = true
        guard send(commands, &parts), PQpipelineSync(connection) == 1 else {
            let isLost = isLost
            markBroken()
            exchange.failure =
                isLost
                ? .lost(statement: commands[0].name, reason: lastMessage)
                : .client(statement: commands[0].name, reason: lastMessage)
            return exchange
        }
        counters.roundTrips.add(1, ordering: .relaxed)
        receive(parts, commands, &exchange)
        return exchange
    }

    // MARK: Sending

    private func send(_ commands: [Command], _ parts: inout [Part]) -> Bool {
        parts.reserveCapacity(commands.count + 4)
        // Not before a lone text, which may be one that refuses company (CREATE DATABASE).
        let hasQuery = commands.contains { if case .text = $0 { false } else { true } }
        for name in hasQuery && isLasting ? statements.garbage : [] {
            guard sendText("DEALLOCATE \(name)") else { return false }
            parts.append(.deallocate(name))
        }
        for (index, command) in commands.enumerated() {
            switch command {
            case .text(let sql, _):
                guard sendText(sql) else { return false }
            case .query(let query):
                guard send(query, index, &parts) else { return false }
            case .describe(let query):
                guard let name = prepare(query, index, &parts), PQsendDescribePrepared(connection, name) == 1 else { return false }
            }
            parts.append(.execute(command: index))
        }
        return true
    }

    private func sendText(_ sql: String) -> Bool {
        PQsendQueryParams(connection, sql, 0, nil, nil, nil, nil, 1) == 1
    }

    private func send(_ query: Query, _ index: Int, _ parts: inout [Part]) -> Bool {
        counters.statements.add(1, ordering: .relaxed)
        if configuration.logsStatements { logger.info("SQL: \(query.statement.name)") }
        let count = Int32(query.parameters.count)
        guard isLasting else {
            let types = query.parameters.types.map(\.rawValue)
            return query.parameters.withPointers { values, lengths, formats in
                PQsendQueryParams(connection, query.statement.sql, count, types, values, lengths, formats, 1) == 1
            }
        }
        guard let name = prepare(query, index, &parts) else { return false }
        return query.parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(connection, name, count, values, lengths, formats, 1) == 1
        }
    }

    /// Makes sure that the query's statement is prepared; returns its name there.
    private func prepare(_ query: Query, _ index: Int, _ parts: inout [Part]) -> String? {
        let types = query.parameters.types
        guard isLasting else {
            guard PQsendPrepare(connection, "", query.statement.sql, Int32(types.count), types.map(\.rawValue)) == 1 else { return nil }
            parts.append(.prepare(command: index, nil))
            return ""
        }
        let key = StatementCache.Key(sql: query.statement.sql, types: types)
        let (name, isNew) = statements.name(for: key)
        if isNew {
            guard PQsendPrepare(connection, name, key.sql, Int32(types.count), types.map(\.rawValue)) == 1 else {
                statements.forget(key)
                return nil
            }
            parts.append(.prepare(command: index, key))
        }
        return name
    }

    // MARK: Receiving

    private func receive(_ parts: [Part], _ commands: [Command], _ exchange: inout Exchange) {
        exchange.results.reserveCapacity(commands.count)
        for part in parts {
            let statement = commands[part.command].name
            guard let result = nextResult(statement, &exchange) else { return }
            switch result.status {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                succeed(part, result, &exchange)
            case PGRES_PIPELINE_ABORTED:
                fail(part)
            case PGRES_FATAL_ERROR:
                fail(part)
                let error = result.error(statement: statement)
                // An error without a state is libpq's own: it has nobody to talk to.
                if error.sqlState.code.isEmpty { return lose(statement, &exchange) }
                if exchange.failure == nil { exchange.failure = .refused(error) }
                if error.isSignOfSharing { noteSharing("\(error)") }
                if error.endsSession || doNotFitDatabase(error) { markBroken() }
            default:
                markBroken()
                let reason = "unexpected answer (COPY needs its own functions)"
                if exchange.failure == nil { exchange.failure = .client(statement: statement, reason: reason) }
                return
            }
            guard endResult(statement, &exchange) else { return }
        }
        guard let sync = nextResult("pipeline", &exchange) else { return }
        if sync.status != PGRES_PIPELINE_SYNC { lose("pipeline", &exchange) }
    }

    private func succeed(_ part: Part, _ result: ResultHandle, _ exchange: inout Exchange) {
        switch part {
        case .execute: exchange.results.append(result)
        case .prepare: break
        case .deallocate(let name): statements.collected([name])
        }
    }

    private func fail(_ part: Part) {
        if case .prepare(_, let key?) = part { statements.forget(key) }
    }

    /// The session's prepared statements do not fit the database any more: a migration changed it, or a pooler the session.
    private func doNotFitDatabase(_ error: PostgresError) -> Bool { error.isSignOfSharing || error.sqlState == .featureNotSupported }

    /// The next result. `nil`, with the failure noted, when there is none because the connection is lost or was given up.
    func nextResult(_ statement: String, _ exchange: inout Exchange) -> ResultHandle? {
        guard awaitResult() else {
            markBroken()
            // A refusal that was read before tells more than what followed from it.
            if exchange.failure == nil { exchange.failure = .cancelled }
            return nil
        }
        if let result = PQgetResult(connection) { return ResultHandle(result) }
        lose(statement, &exchange)
        return nil
    }

    /// Reads the end of a command's results. False, with the failure noted, when something else comes.
    private func endResult(_ statement: String, _ exchange: inout Exchange) -> Bool {
        guard awaitResult() else {
            markBroken()
            if exchange.failure == nil { exchange.failure = .cancelled }
            return false
        }
        guard let extra = PQgetResult(connection) else { return true }
        PQclear(extra)
        lose(statement, &exchange)
        return false
    }

    private func lose(_ statement: String, _ exchange: inout Exchange) {
        markBroken()
        if exchange.failure == nil {
            exchange.failure = .lost(statement: statement, reason: isLost ? lastMessage : "the server's answers are out of step")
        }
    }

    /// Sends what is left to send and blocks until a result can be read without blocking. False when a cancelled statement did not
    /// stop within the grace.
    func awaitResult() -> Bool {
        var giveUp: ContinuousClock.Instant?
        while true {
            let unsent = PQflush(connection)
            // Once the connection is lost nothing blocks any more; what was received before is still readable.
            if unsent < 0 || isLost { return true }
            if unsent == 0 && PQisBusy(connection) == 0 { return true }
            var remaining: Duration?
            if let giveUp {
                remaining = giveUp - .now
                if remaining! <= .zero { return false }
            }
            let events = waitForSocket(
                PQsocket(connection), for: unsent > 0 ? [.readable, .writable] : .readable,
                wake: giveUp == nil ? interrupt.wake : nil, timeout: remaining)
            if events.contains(.woken) { giveUp = .now + configuration.cancellationGrace }
            if events.contains(.readable), PQconsumeInput(connection) == 0 { return true }
        }
    }
}
