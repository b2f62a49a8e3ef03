import CLibPQ

/// Owns a result of libpq. Results never change once they exist, so any thread may read them.
final class ResultHandle: RowStorage, @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes over the result, which is freed together with the handle.
    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        super.init(
            types: (0..<PQnfields(pointer)).map { PostgresType(PQftype(pointer, $0)) }, rowCount: Int(PQntuples(pointer)))
    }

    deinit { PQclear(pointer) }

    override func field(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let row = Int32(truncatingIfNeeded: row), column = Int32(truncatingIfNeeded: column)
        let length = PQgetlength(pointer, row, column)
        if length == 0, PQgetisnull(pointer, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(pointer, row, column), count: Int(length))
    }

    override func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }

    var status: ExecStatusType { PQresultStatus(pointer) }
    /// What the server says that it did, such as `UPDATE 12`.
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }
    override var affectedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The error that the result stands for.
    func error(statement: String) -> PostgresError {
        func field(_ code: Character) -> String? {
            PQresultErrorField(pointer, Int32(code.asciiValue!)).map { String(cString: $0) }
        }
        // The codes are those of PG_DIAG_… in libpq.
        return PostgresError(
            sqlState: SQLState(field("C") ?? ""), statement: statement,
            message: field("M") ?? String(cString: PQresultErrorMessage(pointer)).onOneLine,
            detail: field("D"), hint: field("H"), schema: field("s"), table: field("t"), column: field("c"),
            constraint: field("n"), endsSession: ["FATAL", "PANIC"].contains(field("V")))
    }
}

extension String {
    /// The lines of a message of libpq, joined.
    var onOneLine: String {
        split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }.joined(separator: "; ")
    }
}
