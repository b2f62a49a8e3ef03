extension Session {
    /// Runs one statement without BEGIN and COMMIT.
    @discardableResult
    func queryAlone<each Parameter: PostgresEncodable>(
        _ statement: Statement, _ parameters: repeat each Parameter
    ) throws -> Rows {
        try alone(.query(Query(statement, PostgresParameters(repeat each parameters))))
    }

    @discardableResult
    func alone(_ command: Command) throws -> Rows {
        let exchange = exchange([command])
        switch exchange.failure {
        case nil: return Rows(exchange.results[0])
        case .refused(let error): throw interrupt.isCancelled ? CancellationError() : error
        case .lost(let statement, let reason): throw DatabaseError.connectionLost(statement: statement, reason: reason)
        case .client(let statement, let reason): throw DatabaseError.clientFailure(statement: statement, reason: reason)
        case .cancelled: throw CancellationError()
        }
    }
}
