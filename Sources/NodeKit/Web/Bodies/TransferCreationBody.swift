import SMPProtocol

/// What every request for a transfer says, in both APIs (CA-API 13.2, DA-API 6.13).
public struct TransferCreationBody: Sendable, Equatable {
    /// The longest note, in characters and in UTF-8 bytes (CA-API 1.5, DA 1.2).
    public static let noteMaxBytes = 500

    /// What the client calls the transfer.
    public let uuid: TransferUUID
    /// The recipient's account as a `swpt:` URI, not yet understood; at most 200 characters.
    public let recipientURI: String
    /// In the smallest unit of the currency; not negative.
    public let amount: Int64
    /// How the note is to be read: at most eight letters, digits, points and hyphens.
    public let noteFormat: String
    /// At most ``noteMaxBytes`` bytes.
    public let note: String

    /// Reads the members that both APIs have, `type` first.
    public init(_ body: inout ObjectReader) {
        body.type("TransferCreationRequest")
        uuid = body.value("transferUuid", placeholder: TransferUUID(high: 0, low: 0)) { json throws(FieldProblem) in
            try json.transferUUID()
        }
        recipientURI = body.object("recipient", placeholder: "") { $0.identity("AccountIdentity", maxLength: 200) }
        amount = body.integer("amount", in: 0...Int64.max)
        noteFormat = body.text("noteFormat", default: "", matching: Self.isNoteFormat)
        note = body.text(
            "note", default: "", maxLength: Self.noteMaxBytes,
            maxBytes: (Self.noteMaxBytes, "The total byte-length of the note exceeds \(Self.noteMaxBytes) bytes."))
    }

    /// `^[0-9A-Za-z.-]{0,8}$`
    static func isNoteFormat(_ text: String) -> Bool {
        text.utf8.count <= 8
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "."), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}

extension ObjectReader {
    /// The `swpt:` URI in an object of its own: `AccountIdentity` or `DebtorIdentity` (CA-API 6.7).
    ///
    /// - Parameter maxLength: of the URI, in characters.
    public mutating func identity(_ type: String, maxLength: Int) -> String {
        self.type(type)
        return text("uri", maxLength: maxLength)
    }
}

extension JSONValue {
    /// A UUID in any of its accepted forms (CA-API 5.6, DA-API 4.2).
    public func transferUUID() throws(FieldProblem) -> TransferUUID {
        guard case .string(let text) = self, let uuid = TransferUUID(lenient: text) else { throw .rule("Not a valid UUID.") }
        return uuid
    }
}
