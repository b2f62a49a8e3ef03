/// The ids that a node manages: both ends belong, compared as signed numbers; may be empty (SMP 14.5).
public struct IDRange<ID: WireIdentifier>: Hashable, Sendable {
    /// The first one.
    public let min: ID
    /// The last one.
    public let max: ID

    /// From one ID to another; nothing when they are in the wrong order.
    public init(min: ID, max: ID) {
        self.min = min
        self.max = max
    }

    /// No ID at all.
    public static var empty: IDRange { IDRange(min: ID(rawValue: .max), max: ID(rawValue: .min)) }

    /// Whether no ID is inside.
    public var isEmpty: Bool { min > max }

    /// Whether the ID is inside.
    public func contains(_ id: ID) -> Bool { min <= id && id <= max }
}
