import CLibPQ

// COPY and scripts have protocols of their own, which pipeline mode does not know.

extension Session {
    func leavePipelineMode() throws {
        if PQexitPipelineMode(connection) == 0 { throw outOfStep("COPY") }
    }

    func enterPipelineMode() throws {
        if PQenterPipelineMode(connection) == 0 { throw outOfStep("COPY") }
    }

    func beginCopy(_ name: String, _ sql: String, _ direction: ExecStatusType) throws {
        guard !interrupt.isCancelled else {
            markBroken()
            throw CancellationError()
        }
        counters.statements.add(1, ordering: .relaxed)
        counters.roundTrips.add(1, ordering: .relaxed)
        guard PQsendQuery(connection, sql) == 1 else { throw outOfStep(name) }
        let result = try next(name)
        if result?.status == direction { return }
        try drain(name, first: result)
        throw DatabaseError.clientFailure(statement: name, reason: "not a COPY statement")
    }

    /// The answer to the end of a COPY: how many rows it was.
    func endOfCopy(_ name: String) throws -> Int {
        counters.roundTrips.add(1, ordering: .relaxed)
        let result = try next(name)
        let count = result?.affectedRows ?? 0
        try drain(name, first: result)
        return count
    }

    // MARK: In

    func putCopyPiece(_ name: String, _ bytes: UnsafeRawBufferPointer) throws {
        try putCopy(name) {
            PQputCopyData(connection, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
    }

    func putCopyEnd(_ name: String) throws {
        try putCopy(name) { PQputCopyEnd(connection, nil) }
    }

    /// Tells the server to undo the COPY, and reads its answer. The transaction has failed then.
    /// - Returns: the server's own reason, if it had refused the COPY before.
    @discardableResult
    func abandonCopyIn(_ name: String) -> (any Error)? {
        if isBroken { return nil }
        do {
            try putCopy(name) { PQputCopyEnd(connection, "given up by the client") }
            try drain(name, first: try next(name))
            return nil
        } catch {
            return error
        }
    }

    /// Whether the server has said anything in the middle of a COPY since this was asked for the last time. libpq handles notices (they are
    /// counted in ``notices``), but keeps a refusal to itself until the end.
    func hasHeardDuringCopy(_ name: String) throws -> Bool {
        let isReadable = !waitForSocket(PQsocket(connection), for: .readable, wake: nil, timeout: .zero).isEmpty
        guard isReadable || hasReadDuringCopy else { return false }
        hasReadDuringCopy = false
        // Sending nothing lets libpq handle the notices that it has received.
        guard PQconsumeInput(connection) == 1, PQputCopyData(connection, nil, 0) >= 0 else { throw lost(name) }
        return true
    }

    private func putCopy(_ name: String, _ put: () -> Int32) throws {
        while true {
            if interrupt.isCancelled {
                markBroken()
                throw CancellationError()
            }
            switch put() {
            case 1:
                // What does not leave now stays in libpq's buffer; waiting bounds that buffer.
                while PQflush(connection) > 0 { try waitForRoom(name) }
                return
            case 0: try waitForRoom(name)
            default: throw lost(name)
            }
        }
    }

    private func waitForRoom(_ name: String) throws {
        let events = waitForSocket(PQsocket(connection), for: [.readable, .writable], wake: interrupt.wake, timeout: nil)
        if events.contains(.woken) {
            markBroken()
            throw CancellationError()
        }
        // The server may complain in the middle; its words must be read, or both sides wait for each other.
        guard events.contains(.readable) else { return }
        hasReadDuringCopy = true
        if PQconsumeInput(connection) == 0 { throw lost(name) }
    }

    // MARK: Out

    /// Reads what is left of a COPY whose rows nobody wants any more. The connection is given up when that is much.
    func discardCopy(_ name: String) {
        var remaining = 1 << 20
        do {
            while !isBroken, remaining > 0, try nextCopyPiece(name, { remaining -= $0.count }) {}
            if !isBroken, remaining > 0 { try drain(name, first: try next(name)) } else { markBroken() }
        } catch is PostgresError {
            // Refused in the end; the connection is in step.
        } catch {
            markBroken()
        }
    }

    /// Hands out the next piece of a COPY; false at the end.
    func nextCopyPiece(_ name: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(connection, &buffer, 1)
            switch length {
            case 1...:
                defer { PQfreemem(buffer) }
                try body(UnsafeRawBufferPointer(start: buffer, count: Int(length)))
                return true
            case 0:
                let events = waitForSocket(PQsocket(connection), for: .readable, wake: interrupt.wake, timeout: nil)
                if events.contains(.woken) { throw CancellationError() }
                if PQconsumeInput(connection) == 0 { throw lost(name) }
            case -1: return false
            default: throw lost(name)
            }
        }
    }

    /// Runs statements one after the other, as one text.
    func runScript(_ name: String, _ sql: String) throws {
        guard !interrupt.isCancelled else {
            markBroken()
            throw CancellationError()
        }
        counters.statements.add(1, ordering: .relaxed)
        counters.roundTrips.add(1, ordering: .relaxed)
        guard PQsendQuery(connection, sql) == 1 else { throw outOfStep(name) }
        try drain(name, first: try next(name))
        guard isInTransaction else {
            markBroken()
            throw DatabaseError.clientFailure(statement: name, reason: "the script ends its transaction")
        }
    }

    /// Reads all results; throws the first error among them.
    private func drain(_ name: String, first: ResultHandle?) throws {
        var failure: (any Error)?
        var current = first
        while let result = current {
            switch result.status {
            case PGRES_FATAL_ERROR:
                if isLost { throw lost(name) }
                failure = failure ?? refusal(result, name)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                markBroken()
                throw DatabaseError.clientFailure(statement: name, reason: "COPY needs its own functions")
            default:
                if ["BEGIN", "COMMIT", "ROLLBACK", "PREPARE TRANSACTION"].contains(result.commandTag) {
                    markBroken()
                    throw DatabaseError.clientFailure(statement: name, reason: "the script contains \(result.commandTag)")
                }
            }
            current = try next(name)
        }
        if let failure { throw failure }
    }

    private func refusal(_ result: ResultHandle, _ name: String) -> any Error {
        let error = result.error(statement: name)
        if error.endsSession || error.sqlState.code.isEmpty {
            markBroken()
            return DatabaseError.connectionLost(statement: name, reason: error.message)
        }
        return interrupt.isCancelled && error.sqlState == .queryCanceled ? CancellationError() : error
    }

    private func next(_ name: String) throws -> ResultHandle? {
        guard awaitResult() else {
            markBroken()
            throw CancellationError()
        }
        return PQgetResult(connection).map(ResultHandle.init)
    }

    private func lost(_ name: String) -> DatabaseError {
        markBroken()
        return .connectionLost(statement: name, reason: lastMessage)
    }

    private func outOfStep(_ name: String) -> DatabaseError {
        let isLost = isLost
        markBroken()
        return isLost ? .connectionLost(statement: name, reason: lastMessage) : .clientFailure(statement: name, reason: lastMessage)
    }
}
