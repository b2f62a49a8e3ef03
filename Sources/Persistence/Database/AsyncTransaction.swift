/// A transaction whose body awaits other things between its statements, such as the broker's confirms.
///
/// Each call is a hop to the connection's thread (about 25 µs); ``run(_:)`` does many statements in one hop. Where nothing has to be
/// awaited, ``Database/transaction(isolation:readOnly:retry:_:)`` is simpler and cheaper. The connection is held all the time: await only
/// what is bounded.
public struct AsyncTransaction: Sendable {
    let connection: PostgresConnection
    let number: UInt64

    /// Runs statements on the connection's thread.
    public func run<R: Sendable>(_ body: @Sendable (Transaction) throws -> R) async throws -> R {
        try await connection.within(number, body)
    }

    /// See ``Transaction/query(_:_:)``.
    @inlinable @discardableResult
    public func query<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) async throws -> Rows {
        let query = Query(statement, PostgresParameters(repeat each parameters))
        return try await run { try $0.query(query) }
    }

    /// See ``Transaction/execute(_:_:)``.
    @inlinable @discardableResult
    public func execute<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) async throws -> Int {
        let query = Query(statement, PostgresParameters(repeat each parameters))
        return try await run { try $0.query(query).affected }
    }

    /// See ``Transaction/enqueue(_:_:)``.
    @inlinable
    public func enqueue<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) async throws {
        let query = Query(statement, PostgresParameters(repeat each parameters))
        try await run { $0.enqueue(query) }
    }

    /// See ``Transaction/pipeline(_:)``.
    public func pipeline(_ queries: [Query]) async throws -> [Rows] {
        try await run { try $0.pipeline(queries) }
    }

    /// See ``Transaction/stream(_:chunkRows:_:)``; the body may await. One stream at a time.
    public func stream(_ query: Query, chunkRows: Int = 1000, _ body: (Rows) async throws -> Void) async throws {
        precondition(chunkRows >= 1)
        let cursor = "stream_async"
        try await run { $0.openCursor(cursor, query) }
        while let rows = try await run({ try $0.nextChunk(cursor, of: query, chunkRows: chunkRows) }) {
            try await body(rows)
            if rows.count < chunkRows { break }
        }
        try await run { $0.closeCursor(cursor) }
    }
}
