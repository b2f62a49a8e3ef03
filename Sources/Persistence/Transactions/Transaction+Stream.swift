extension Transaction {
    /// Hands out the rows of a query in chunks, so that a result of any size needs the memory of one chunk. One round trip per chunk.
    ///
    /// The body may run other statements of the transaction in between; rows that they change are not seen by the stream.
    public func stream(_ query: Query, chunkRows: Int = 1000, _ body: (Rows) throws -> Void) throws {
        precondition(chunkRows >= 1)
        try withCursorName { cursor in
            openCursor(cursor, query)
            while let rows = try nextChunk(cursor, of: query, chunkRows: chunkRows) {
                try body(rows)
                if rows.count < chunkRows { break }
            }
            closeCursor(cursor)
        }
    }

    func openCursor(_ cursor: String, _ query: Query) {
        let declaration = Statement(
            query.statement.name, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(query.statement.sql)")
        enqueue(Query(declaration, query.parameters))
    }

    /// `nil` at the end.
    func nextChunk(_ cursor: String, of query: Query, chunkRows: Int) throws -> Rows? {
        // Not prepared: a prepared FETCH would remember the columns of the cursor that had this name before.
        let fetch = Command.text("FETCH FORWARD \(chunkRows) FROM \(cursor)", name: query.statement.name)
        let rows = Rows(try transmit([fetch]).last!)
        return rows.isEmpty ? nil : rows
    }

    func closeCursor(_ cursor: String) { enqueue(Query(Statement(stringLiteral: "CLOSE \(cursor)"))) }
}
