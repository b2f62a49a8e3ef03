/// The note of a transfer of the trade service, in the format `-cXchge` (SMP 15.7).
public struct AgentTransferNote: Hashable, Sendable {
    /// The note format that marks such notes.
    public static let format = "-cXchge"

    /// What the transfer does, which also says whose ids the note holds.
    public enum Kind: CaseIterable, Sendable {
        /// From a seller (second) to a collector (first).
        case collecting
        /// From a collector (first) to a collector (second).
        case sending
        /// From a collector (first) to a buyer (second).
        case dispatching
        /// Of a surplus, from a collector (first) to the primary collector or the owner (second).
        case moving

        var labels: (first: String, second: String) {
            switch self {
            case .collecting: ("Buyer", "Seller")
            case .sending: ("From", "To")
            case .dispatching: ("Seller", "Buyer")
            case .moving: ("Surplus", "To")
            }
        }
    }

    /// The turn of the transfer.
    public let turnID: TurnID
    /// What the transfer does.
    public let kind: Kind
    /// Whom the first line names; see ``Kind``.
    public let firstID: CreditorID
    /// Whom the second line names.
    public let secondID: CreditorID

    /// A note with these parts.
    public init(turnID: TurnID, kind: Kind, firstID: CreditorID, secondID: CreditorID) {
        self.turnID = turnID
        self.kind = kind
        self.firstID = firstID
        self.secondID = secondID
    }

    /// At most 77 bytes.
    public var text: String {
        let (first, second) = kind.labels
        return """
            Trading session: \(UInt32(bitPattern: turnID.rawValue))
            \(first): \(String(firstID.unsigned, radix: 16))
            \(second): \(String(secondID.unsigned, radix: 16))

            """
    }

    /// Reads a whole note. Lines end with LF or CRLF, the last end is optional; ids have 1 to 16 hexadecimal digits.
    public init?(_ text: String) {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.count == 4, lines[3].isEmpty { lines.removeLast() } else if lines.last?.last == UInt8(ascii: "\r") { return nil }
        guard lines.count == 3 else { return nil }
        let values = lines.map { line in
            Self.labelAndValue(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
        guard let session = values[0], session.label == "Trading session", session.value.count <= 16,
            let turn = DecimalText.unsigned64(session.value, leadingZeros: true), let turn = UInt32(exactly: turn),
            let first = values[1], let second = values[2],
            let kind = Kind.allCases.first(where: { $0.labels == (first.label, second.label) }),
            let firstID = Hexadecimal.number(of: first.value), let secondID = Hexadecimal.number(of: second.value)
        else { return nil }
        self.init(
            turnID: TurnID(Int32(bitPattern: turn)), kind: kind, firstID: CreditorID(unsigned: firstID),
            secondID: CreditorID(unsigned: secondID))
    }

    /// Whether the note fits a transfer that changes the account of this creditor by this amount (not 0).
    public func fits(_ creditorID: CreditorID, acquiredAmount: Int64) -> Bool {
        let isSender = acquiredAmount < 0
        return creditorID == (isSender == (kind == .collecting) ? secondID : firstID)
    }

    private static func labelAndValue(_ line: Substring.UTF8View) -> (label: String, value: Substring.UTF8View)? {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let rest = line[line.index(after: colon)...]
        guard rest.first == UInt8(ascii: " ") else { return nil }
        return (String(Substring(line[..<colon])), rest.dropFirst())
    }
}
