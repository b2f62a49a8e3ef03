import Persistence

extension Rows {
    /// What the rows mean, without those that cannot be read: somebody else has changed the table, or a disk has. Who works through a table
    /// must not end at such a row.
    ///
    /// - Parameters:
    ///   - decode: reads one row.
    ///   - skipped: is told which row is left out, and why.
    /// - Throws: what `skipped` throws, and the error of a column that has another type than `decode` expects: no row is to blame for that.
    public func readable<Element>(
        _ decode: (Row) throws -> Element, skipped: (Row, any Error) throws -> Void = { _, _ in }
    ) throws -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for row in self {
            do {
                elements.append(try decode(row))
            } catch let error as PostgresDecodingError where error.isOfStatement {
                throw error
            } catch {
                try skipped(row, error)
            }
        }
        return elements
    }
}

extension PostgresDecodingError {
    /// The statement and the code that reads its rows disagree, whatever the rows hold.
    var isOfStatement: Bool {
        if case .unexpectedType = failure { true } else { false }
    }
}
