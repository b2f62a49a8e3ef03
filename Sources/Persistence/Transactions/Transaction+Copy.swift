import CLibPQ

extension Transaction {
    /// Reads the rows of a query through COPY, which is the fastest way for many rows, in blocks: a result of any size needs the memory of
    /// one block. The body runs on the connection's thread.
    ///
    ///     try tx.copyOut(Statements.offers(turnID)) { rows in
    ///         for row in rows { market.add(try Offer(row: row)) }
    ///     }
    ///
    /// What the body has seen counts only when the call returns: a query may fail after some of its rows. When the body throws, so does
    /// the call; the connection is given up then unless the rest is short.
    /// - Returns: how many rows there were.
    @discardableResult
    public func copyOut(_ query: Query, _ body: (Rows) throws -> Void) throws -> Int {
        let name = query.statement.name
        let (columns, sql) = try prepareCopy(query)
        return try withCopy(name, "COPY (\(sql)) TO STDOUT (FORMAT binary)", PGRES_COPY_OUT) { () -> Int in
            var reader = CopyReader(columns)
            do {
                while try session.nextCopyPiece(name, { try reader.append($0) }) {
                    if reader.isFull { try reader.handOut(body) }
                }
                if reader.hasEnded { try reader.handOut(body) }
            } catch let error as CopyFormat.Malformed {
                session.markBroken()
                throw DatabaseError.clientFailure(statement: name, reason: error.reason)
            } catch {
                session.discardCopy(name)
                throw error
            }
            let count = try session.endOfCopy(name)
            guard reader.hasEnded, count == reader.rowsRead else {
                session.markBroken()
                throw DatabaseError.clientFailure(statement: name, reason: "rows of the COPY are missing")
            }
            return count
        }
    }

    /// Fills a table through COPY, by far the fastest way for many new rows.
    ///
    ///     try tx.copyIn(CopyTarget("entry", "creditor_id", "amount")) { copy in
    ///         for entry in entries { try copy.row(entry.creditorID, entry.amount) }
    ///     }
    ///
    /// What the server refuses may surface later than at the row that is to blame, at the latest when the body has returned.
    /// - Returns: how many rows were written.
    @discardableResult
    public func copyIn(_ target: CopyTarget, _ body: (inout CopyWriter) throws -> Void) throws -> Int {
        let types = try describe(target.lookAtColumns).types
        return try putCopy(target) { sink in
            var writer = CopyWriter(to: sink, statement: target.name, types: types)
            try body(&writer)
            try writer.finish()
        }
    }

    /// Fills a table with the rows that come out of another transaction (see ``Database/copy(to:retry:reading:writing:)``).
    /// - Returns: how many rows were written.
    @discardableResult
    public func copyIn(_ target: CopyTarget, from inlet: CopyInlet) throws -> Int {
        try inlet.open(try describe(target.lookAtColumns).types, statement: target.name)
        return try putCopy(target) { sink in
            while let piece = try inlet.pieces.next() { try piece.withUnsafeBytes(sink.put) }
        }
    }

    // MARK: How

    private func putCopy(_ target: CopyTarget, _ body: (CopyConnection) throws -> Void) throws -> Int {
        try withCopy(target.name, target.sql, PGRES_COPY_IN) { () -> Int in
            do {
                try body(CopyConnection(session: session, statement: target.name))
                try session.putCopyEnd(target.name)
            } catch {
                let refusal = session.abandonCopyIn(target.name)
                throw error is CopyConnection.Refused ? refusal ?? error : error
            }
            return try session.endOfCopy(target.name)
        }
    }

    /// The query's columns, and its text without parameters, in one round trip.
    private func prepareCopy(_ query: Query) throws -> (columns: ResultHandle, sql: String) {
        if query.parameters.count == 0 { return (try describe(query), query.statement.sql) }
        let results = try transmit([.describe(query), .query(LiteralQuery.request(query))])
        let row = Rows(results[results.count - 1])[0]
        let literals = try query.parameters.types.indices.map { try row.decode($0, as: String.self) }
        return (results[results.count - 2], LiteralQuery.text(query.statement.sql, literals))
    }

    private func describe(_ query: Query) throws -> ResultHandle { try transmit([.describe(query)]).last! }

    private func withCopy<R>(
        _ name: String, _ sql: String, _ direction: ExecStatusType, _ body: () throws -> R
    ) throws -> R {
        do {
            try session.leavePipelineMode()
            try session.beginCopy(name, sql, direction)
            let result = try body()
            try session.enterPipelineMode()
            return result
        } catch {
            markFailed(name)
            if !session.isBroken { try? session.enterPipelineMode() }
            throw error
        }
    }
}

/// The way into the connection.
private final class CopyConnection: CopySink {
    /// The server has refused the COPY, but its reason is not known yet.
    struct Refused: Error {}

    /// A notice of which only a part has arrived looks like a refusal; but the rest of it comes soon.
    private static let piecesUntilSure = 16

    private let session: Session
    private let statement: String
    private var suspiciousPieces = 0
    private var noticesSeen: Int

    init(session: Session, statement: String) {
        self.session = session
        self.statement = statement
        noticesSeen = session.notices.count
    }

    func put(_ piece: UnsafeRawBufferPointer) throws {
        if suspiciousPieces > Self.piecesUntilSure { throw Refused() }
        try session.putCopyPiece(statement, piece)
        if try session.hasHeardDuringCopy(statement) {
            suspiciousPieces = session.notices.count > noticesSeen ? 0 : 1
            noticesSeen = session.notices.count
        } else if suspiciousPieces > 0 {
            suspiciousPieces += 1
        }
    }
}
