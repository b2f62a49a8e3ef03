/// A 64-bit id of the protocol: *signed* in messages, headers and the database, *unsigned* in URLs and `swpt:` URIs (SMP 15.1).
///
/// Each id has its own type, so that a debtor can never be passed where a creditor is expected. All share this interface.
public protocol WireIdentifier: RawRepresentable<Int64>, Hashable, Comparable, Sendable, CustomStringConvertible,
    ExpressibleByIntegerLiteral
{
    init(rawValue: Int64)
}

extension WireIdentifier {
    /// The id with this signed value.
    @inlinable public init(_ rawValue: Int64) { self.init(rawValue: rawValue) }

    /// The id whose unsigned form this is (SMP 15.1: two's complement).
    @inlinable public init(unsigned: UInt64) { self.init(rawValue: Int64(bitPattern: unsigned)) }

    @inlinable public init(integerLiteral value: Int64) { self.init(rawValue: value) }

    /// The unsigned form, as it appears in URLs and URIs.
    @inlinable public var unsigned: UInt64 { UInt64(bitPattern: rawValue) }

    /// The unsigned decimal text, as it appears in URLs and URIs (SMP 15.2).
    public var unsignedText: String { String(unsigned) }

    /// Parses a segment of a URL path, `0|[1-9][0-9]{0,19}` and at most 2^64−1 (SMP 15.2); `nil` when the route does not match.
    public init?(pathSegment: some StringProtocol) {
        guard let value = DecimalText.unsigned64(pathSegment.utf8, leadingZeros: false) else { return nil }
        self.init(unsigned: value)
    }

    /// The signed decimal text, as in messages and logs.
    public var description: String { String(rawValue) }

    @inlinable public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
