public import SMPProtocol

// The identifiers and moments of the protocol as columns. Identifiers are stored in their signed form (SMP 15.1).

extension WireIdentifier where Self: PostgresScalar {
    /// Writes the ID in its signed form.
    @inlinable public func encodeField(into writer: inout PostgresWriter) { writer.appendField(rawValue) }
}

extension DebtorID: PostgresScalar {}
extension CreditorID: PostgresScalar {}
extension CoordinatorID: PostgresScalar {}
extension CoordinatorRequestID: PostgresScalar {}
extension TransferID: PostgresScalar {}
extension TransferNumber: PostgresScalar {}
extension UpdateID: PostgresScalar {}
extension TurnID: PostgresScalar {}
extension SequenceNumber: PostgresScalar {}
extension CoordinatorType: PostgresScalar {}

extension AccountID: PostgresScalar {
    @inlinable public static var postgresType: PostgresType { .text }
    @inlinable public static var postgresArrayType: PostgresType { .textArray }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { String.accepts(type) }
    @inlinable public static func acceptsArray(_ type: PostgresType) -> Bool { String.acceptsArray(type) }
    @inlinable public func encode(into writer: inout PostgresWriter) { rawValue.encode(into: &writer) }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard let id = AccountID(try String(postgres: bytes, type: type)) else { throw .invalidValue }
        self = id
    }
}

/// `timestamp with time zone`. Moments outside of the years 1 to 9999 are stored as the nearest moment inside, like
/// they are written in messages (SMP 2.5); `infinity` is refused when read.
extension Timestamp: PostgresScalar {
    /// 2000-01-01, from which the server counts, in microseconds since 1970.
    @usableFromInline static let postgresEpoch: Int64 = 946_684_800_000_000

    @inlinable public static var postgresType: PostgresType { .timestamptz }
    @inlinable public static var postgresArrayType: PostgresType { .timestamptzArray }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { type == .timestamptz }

    @inlinable public func encode(into writer: inout PostgresWriter) {
        writer.append(clampedToWritableYears.rawValue - Self.postgresEpoch)
    }
    @inlinable public func encodeField(into writer: inout PostgresWriter) {
        writer.appendField(clampedToWritableYears.rawValue - Self.postgresEpoch)
    }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        let (value, overflow) = try bytes.bigEndianInteger(Int64.self).addingReportingOverflow(Self.postgresEpoch)
        guard !overflow, value != .min + Self.postgresEpoch else { throw .invalidValue }
        self.init(rawValue: value)
    }
}

/// `date`. Days outside of the years 1 to 9999 are stored as the nearest day inside; `infinity` is refused when read.
extension CalendarDate: PostgresScalar {
    /// 2000-01-01, from which the server counts, in days since 1970.
    @usableFromInline static let postgresEpoch: Int32 = 10_957

    @inlinable public static var postgresType: PostgresType { .date }
    @inlinable public static var postgresArrayType: PostgresType { .dateArray }
    @inlinable public static func accepts(_ type: PostgresType) -> Bool { type == .date }

    @inlinable public func encode(into writer: inout PostgresWriter) {
        writer.append(min(max(self, .earliest), .latest).rawValue - Self.postgresEpoch)
    }
    @inlinable public func encodeField(into writer: inout PostgresWriter) {
        writer.appendField(min(max(self, .earliest), .latest).rawValue - Self.postgresEpoch)
    }
    @inlinable public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        let days = try bytes.bigEndianInteger(Int32.self)
        let (value, overflow) = days.addingReportingOverflow(Self.postgresEpoch)
        guard !overflow, days != .min else { throw .invalidValue }
        self.init(rawValue: value)
    }
}

extension TransferUUID: PostgresScalar {
    public static var postgresType: PostgresType { .uuid }
    public static var postgresArrayType: PostgresType { .uuidArray }

    public func encode(into writer: inout PostgresWriter) {
        writer.append(high)
        writer.append(low)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresDecodingFailure) {
        guard bytes.count == 16 else { throw .wrongLength(bytes.count) }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}
