/// A type of PostgreSQL, by its object identifier. Built-in types have the same identifiers in every database.
public struct PostgresType: RawRepresentable, Hashable, Sendable {
    /// The object identifier.
    public let rawValue: UInt32
    /// The type with this object identifier.
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    @inlinable init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// `boolean`, and arrays of it.
    public static let bool = PostgresType(16), boolArray = PostgresType(1000)
    /// `bytea`, and arrays of it.
    public static let bytea = PostgresType(17), byteaArray = PostgresType(1001)
    /// `name`.
    public static let name = PostgresType(19)
    /// `bigint`, and arrays of it.
    public static let int8 = PostgresType(20), int8Array = PostgresType(1016)
    /// `smallint`, and arrays of it.
    public static let int2 = PostgresType(21), int2Array = PostgresType(1005)
    /// `integer`, and arrays of it.
    public static let int4 = PostgresType(23), int4Array = PostgresType(1007)
    /// `text`, and arrays of it.
    public static let text = PostgresType(25), textArray = PostgresType(1009)
    /// `oid`.
    public static let oid = PostgresType(26)
    /// `tid`, and arrays of it.
    public static let tid = PostgresType(27), tidArray = PostgresType(1010)
    /// `json`.
    public static let json = PostgresType(114)
    /// `real`, and arrays of it.
    public static let float4 = PostgresType(700), float4Array = PostgresType(1021)
    /// `double precision`, and arrays of it.
    public static let float8 = PostgresType(701), float8Array = PostgresType(1022)
    /// `bpchar`.
    public static let bpchar = PostgresType(1042)
    /// `varchar`, and arrays of it.
    public static let varchar = PostgresType(1043), varcharArray = PostgresType(1015)
    /// `date`, and arrays of it.
    public static let date = PostgresType(1082), dateArray = PostgresType(1182)
    /// `timestamp with time zone`, and arrays of it.
    public static let timestamptz = PostgresType(1184), timestamptzArray = PostgresType(1185)
    /// `uuid`, and arrays of it.
    public static let uuid = PostgresType(2950), uuidArray = PostgresType(2951)
}
