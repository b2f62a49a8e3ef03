/// Where rows lie: in a result of libpq, or in a block of a COPY. It does not change as long as a ``Rows`` refers to it, so any thread may
/// read it.
@usableFromInline class RowStorage: @unchecked Sendable {
    @usableFromInline final let types: [PostgresType]
    @usableFromInline final var rowCount: Int

    init(types: [PostgresType], rowCount: Int) {
        self.types = types
        self.rowCount = rowCount
    }

    @usableFromInline final var columnCount: Int { types.count }

    /// The field's bytes, inside the storage's own memory; `nil` is NULL.
    @usableFromInline func field(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        preconditionFailure("each kind of storage has its own way")
    }

    /// The name that the statement gives to the column.
    @usableFromInline func columnName(_ column: Int) -> String {
        preconditionFailure("each kind of storage has its own way")
    }

    /// How many rows the statement inserted, updated, deleted or returned.
    var affectedRows: Int { rowCount }
}
