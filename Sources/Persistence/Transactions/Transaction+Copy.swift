import CLibPQ

extension Transaction {
    /// Fills a table through COPY, by far the fastest way for many new rows.
    ///
    ///     try tx.copyIn("COPY entry (creditor_id, amount) FROM STDIN (FORMAT binary)") { copy in
    ///         for entry in entries { try copy.row(entry.creditorID, entry.amount) }
    ///     }
    ///
    /// The columns' types must be exactly those of the values: COPY converts nothing.
    /// - Returns: how many rows were written.
    @discardableResult
    public func copyIn(_ sql: String, _ body: (inout CopyWriter) throws -> Void) throws -> Int {
        try withCopy(sql, PGRES_COPY_IN) { () -> Int in
            var writer = CopyWriter(session: session, statement: sql)
            do {
                try body(&writer)
                try writer.finish()
            } catch {
                session.abandonCopyIn()
                throw error
            }
            return try session.endOfCopy(sql)
        }
    }

    /// Reads the output of a `COPY … TO STDOUT` in the pieces in which it comes (with text and CSV formats: lines). The bytes are only
    /// valid during the call. When the body throws, the connection is given up, because the rest would have to be read.
    @discardableResult
    public func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        try withCopy(sql, PGRES_COPY_OUT) { () -> Int in
            do {
                while try session.nextCopyPiece(sql, body) {}
            } catch {
                session.markBroken()
                throw error
            }
            return try session.endOfCopy(sql)
        }
    }

    private func withCopy<R>(_ sql: String, _ direction: ExecStatusType, _ body: () throws -> R) throws -> R {
        try open()
        do {
            try session.leavePipelineMode()
            try session.beginCopy(sql, direction)
            let result = try body()
            try session.enterPipelineMode()
            return result
        } catch {
            markFailed(sql)
            if !session.isBroken { try? session.enterPipelineMode() }
            throw error
        }
    }

    /// Runs a text of several statements, without parameters. Transaction control inside is refused.
    public func script(_ name: String, _ sql: String) throws {
        try open()
        do {
            try session.leavePipelineMode()
            try session.runScript(name, sql)
            try session.enterPipelineMode()
        } catch {
            markFailed(name)
            if !session.isBroken { try? session.enterPipelineMode() }
            throw error
        }
    }
}

/// Writes rows of a binary COPY.
public struct CopyWriter: ~Copyable {
    /// Rows are handed to libpq in pieces of about this size.
    @usableFromInline static let pieceSize = 1 << 16
    private static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00]

    private let session: Session
    private let statement: String
    @usableFromInline var writer = PostgresWriter()

    init(session: Session, statement: String) {
        self.session = session
        self.statement = statement
        writer.append(contentsOf: Self.signature)
        writer.append(Int32(0))  // flags
        writer.append(Int32(0))  // length of the header's extension
    }

    /// Writes one row; as many values as the statement names columns.
    @inlinable public mutating func row<each Value: PostgresEncodable>(_ values: repeat each Value) throws {
        var count: Int16 = 0
        for _ in repeat (each Value).self { count += 1 }
        writer.append(count)
        repeat (each values).encodeField(into: &writer)
        if writer.bytes.count >= Self.pieceSize { try send() }
    }

    @usableFromInline mutating func send() throws {
        try writer.bytes.withUnsafeBytes { try session.putCopyPiece(statement, $0) }
        writer.bytes.removeAll(keepingCapacity: true)
    }

    fileprivate mutating func finish() throws {
        writer.append(Int16(-1))
        try send()
        try session.putCopyEnd(statement)
    }
}
