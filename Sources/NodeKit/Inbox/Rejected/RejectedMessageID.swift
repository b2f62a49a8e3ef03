import Persistence

/// The number by which people name a rejected message that is kept. Numbers are given by one shard's database, and never again.
public struct RejectedMessageID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral,
    PostgresScalar
{
    /// Before all that are given.
    static let first = RejectedMessageID(rawValue: .min)
    /// Behind all that are given.
    static let last = RejectedMessageID(rawValue: .max)

    /// The number in the table.
    public let rawValue: Int64

    /// The message of this number, if there is one.
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// The message of this number, if there is one.
    public init(integerLiteral value: Int64) { rawValue = value }

    /// In decimal.
    public var description: String { "\(rawValue)" }
    /// In the order in which they were rejected.
    public static func < (a: RejectedMessageID, b: RejectedMessageID) -> Bool { a.rawValue < b.rawValue }
}
