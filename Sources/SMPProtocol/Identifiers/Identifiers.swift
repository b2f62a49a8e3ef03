// The ids of the protocol. They differ only in what they name; what they can do is in `WireIdentifier`.

/// A debtor: the issuer of one currency.
public struct DebtorID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A creditor: a holder of currencies. Collectors of the trade service are creditors too (SMP 8.2).
public struct CreditorID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// Who coordinates a transfer; what the number means depends on the coordinator type (SMP 4.3).
public struct CoordinatorID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// A coordinator's own number of one of its transfer requests.
public struct CoordinatorRequestID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The accounting authority's number of a prepared transfer, unique for the sending account.
public struct TransferID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of a committed transfer in the life of one account; grows, starts above 0, 0 means "none yet".
public struct TransferNumber: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

/// The number of a change of one object; the greatest one tells the newest state (SMP 5.2).
public struct UpdateID: WireIdentifier {
    public let rawValue: Int64
    @inlinable public init(rawValue: Int64) { self.rawValue = rawValue }
}

extension CreditorID {
    /// The creditor id of every currency issuer's own account (SMP 4.1).
    public static let root: CreditorID = 0

    /// Whether the account belongs to the trade service: bits 32–39 are zero (SMP 8.2).
    public var isSystemAccount: Bool { unsigned & 0x0000_00ff_0000_0000 == 0 }
}

extension CoordinatorID {
    /// The coordinator of transfers of type `direct` and `agent` (SMP 4.3).
    public init(_ creditor: CreditorID) { self.init(rawValue: creditor.rawValue) }

    /// The coordinator of transfers of type `issuing` (SMP 4.3).
    public init(_ debtor: DebtorID) { self.init(rawValue: debtor.rawValue) }
}

/// A turn of the trade service: 32 bits on the wire, written unsigned in transfer notes (SMP 5.3, 15.7).
public struct TurnID: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    public let rawValue: Int32
    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    /// The turn with these 32 bits.
    @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(integerLiteral value: Int32) { self.rawValue = value }
    public var description: String { String(rawValue) }
    @inlinable public static func < (a: TurnID, b: TurnID) -> Bool { a.rawValue < b.rawValue }
}
