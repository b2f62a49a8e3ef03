/// The ids that a node manages: both ends belong, compared as signed numbers; may be empty (SMP 14.5).
public struct IDRange<ID: WireIdentifier>: Hashable, Sendable {
    public let min: ID
    public let max: ID

    public init(min: ID, max: ID) {
        self.min = min
        self.max = max
    }

    /// No ID at all.
    public static var empty: IDRange { IDRange(min: ID(rawValue: .max), max: ID(rawValue: .min)) }

    public var isEmpty: Bool { min > max }

    public func contains(_ id: ID) -> Bool { min <= id && id <= max }
}
