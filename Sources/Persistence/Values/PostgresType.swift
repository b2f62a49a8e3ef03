/// A type of PostgreSQL, by its object identifier. Built-in types have the same identifiers in every database.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable init(_ rawValue: UInt32) { self.rawValue = rawValue }

    public static let bool = PostgresType(16), boolArray = PostgresType(1000)
    public static let bytea = PostgresType(17), byteaArray = PostgresType(1001)
    public static let name = PostgresType(19)
    public static let int8 = PostgresType(20), int8Array = PostgresType(1016)
    public static let int2 = PostgresType(21), int2Array = PostgresType(1005)
    public static let int4 = PostgresType(23), int4Array = PostgresType(1007)
    public static let text = PostgresType(25), textArray = PostgresType(1009)
    public static let oid = PostgresType(26)
    public static let tid = PostgresType(27), tidArray = PostgresType(1010)
    public static let json = PostgresType(114)
    public static let float4 = PostgresType(700), float4Array = PostgresType(1021)
    public static let float8 = PostgresType(701), float8Array = PostgresType(1022)
    public static let bpchar = PostgresType(1042)
    public static let varchar = PostgresType(1043), varcharArray = PostgresType(1015)
    public static let date = PostgresType(1082), dateArray = PostgresType(1182)
    public static let timestamptz = PostgresType(1184), timestamptzArray = PostgresType(1185)
    public static let uuid = PostgresType(2950), uuidArray = PostgresType(2951)
}
