/// The kind of coordinator that is responsible for a transfer: 1 to 30 ASCII characters (SMP 4.3).
public struct CoordinatorType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// Payments between creditors, coordinated by the Creditors Agent.
    public static let direct = CoordinatorType(unchecked: "direct")
    /// Issuing of money, coordinated by the Debtors Agent.
    public static let issuing = CoordinatorType(unchecked: "issuing")
    /// Circular trade, coordinated by the trade service.
    public static let agent = CoordinatorType(unchecked: "agent")

    /// The most characters.
    public static let maximumLength = 30

    public let rawValue: String

    /// `nil` unless the text has 1 to 30 characters, all of them ASCII.
    public init?(rawValue: String) {
        guard (1...Self.maximumLength).contains(rawValue.utf8.count), rawValue.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        self.rawValue = rawValue
    }

    init(unchecked text: String) { rawValue = text }

    public var description: String { rawValue }
}
