/// A 32-bit counter that wraps from 2147483647 to −2147483648 and is compared on the circle (SMP 15.4).
///
/// There is no total order, hence no `Comparable`: use ``isLater(than:)``.
public struct SequenceNumber: RawRepresentable, Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    public let rawValue: Int32
    @inlinable public init(rawValue: Int32) { self.rawValue = rawValue }
    /// The number with this value.
    @inlinable public init(_ rawValue: Int32) { self.rawValue = rawValue }
    @inlinable public init(integerLiteral value: Int32) { self.rawValue = value }

    /// The number after this one.
    public var next: SequenceNumber { SequenceNumber(rawValue &+ 1) }

    /// `0 < (self − other) mod 2^32 < 2^31`. Of two exactly opposite numbers neither is later.
    public func isLater(than other: SequenceNumber) -> Bool {
        let distance = UInt32(bitPattern: rawValue) &- UInt32(bitPattern: other.rawValue)
        return distance > 0 && distance < 1 << 31
    }

    public var description: String { String(rawValue) }
}

/// A moment with the sequence number that breaks ties between close moments (SMP 15.5).
public struct EventStamp: Hashable, Sendable {
    /// The moment.
    public var ts: Timestamp
    /// Which of several events at about this moment it was.
    public var seqnum: SequenceNumber

    /// An event at a moment.
    public init(ts: Timestamp, seqnum: SequenceNumber) {
        self.ts = ts
        self.seqnum = seqnum
    }

    /// Moments that differ by less than this are told apart by their sequence numbers.
    public static let toleranceMicroseconds: Int64 = 2_000_000

    /// Whether this event is later than another one (SMP 15.5): absent moment → later; at least two seconds apart → the
    /// moments decide; otherwise the sequence numbers, an absent one being the earliest.
    public func isLater(thanTs otherTs: Timestamp?, seqnum otherSeqnum: SequenceNumber?) -> Bool {
        guard let otherTs else { return true }
        let difference = ts.microseconds(since: otherTs)
        if difference >= Self.toleranceMicroseconds { return true }
        if difference <= -Self.toleranceMicroseconds { return false }
        guard let otherSeqnum else { return true }
        return seqnum.isLater(than: otherSeqnum)
    }

    /// Whether this event is later than another one (SMP 15.5); every event is later than none.
    public func isLater(than other: EventStamp?) -> Bool { isLater(thanTs: other?.ts, seqnum: other?.seqnum) }
}
