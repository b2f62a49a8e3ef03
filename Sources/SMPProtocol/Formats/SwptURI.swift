/// `swpt:` URIs of debtors and of accounts (SMP 15.10).
public enum SwptURI: Hashable, Sendable {
    case debtor(DebtorID)
    /// The id of the account is never empty and always ASCII.
    case account(DebtorID, AccountID)

    /// Reads either form.
    public init?(_ text: String) {
        if let debtorID = Self.readDebtor(text) {
            self = .debtor(debtorID)
        } else if let (debtorID, accountID) = Self.readAccount(text) {
            self = .account(debtorID, accountID)
        } else {
            return nil
        }
    }

    // MARK: Debtors

    /// The debtor of `swpt:<n>`.
    public static func readDebtor(_ text: String) -> DebtorID? {
        guard text.utf8.starts(with: scheme) else { return nil }
        return debtorID(text.utf8.dropFirst(scheme.count))
    }

    /// `swpt:<n>`
    public static func write(_ debtorID: DebtorID) -> String { "swpt:\(debtorID.unsigned)" }

    // MARK: Accounts

    /// The account of `swpt:<n>/<enc>`.
    public static func readAccount(_ text: String) -> (debtorID: DebtorID, accountID: AccountID)? {
        guard text.utf8.starts(with: scheme) else { return nil }
        let rest = text.utf8.dropFirst(scheme.count)
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")), let debtorID = debtorID(rest[..<slash]),
            let accountID = decode(text[text.utf8.index(after: slash)...])
        else { return nil }
        return (debtorID, accountID)
    }

    /// `swpt:<n>/<enc>`; `nil` unless the account's id has 1 to 100 characters, all of them ASCII.
    public static func write(_ debtorID: DebtorID, _ accountID: AccountID) -> String? {
        guard !accountID.isEmpty, accountID.isASCII else { return nil }
        let id = accountID.rawValue
        if id.utf8.allSatisfy(isSafe) { return "swpt:\(debtorID.unsigned)/\(id)" }
        return "swpt:\(debtorID.unsigned)/!\(Base64URL.encode(Array(id.utf8)))"
    }

    // MARK: Parts

    private static let scheme = Array("swpt:".utf8)

    /// Longest encoded account id, without the `!`.
    private static let maximumEncodedLength = 136

    /// 1 to 20 digits, leading zeros tolerated.
    private static func debtorID(_ digits: Substring.UTF8View) -> DebtorID? {
        guard digits.count <= 20 else { return nil }
        return DecimalText.unsigned64(digits, leadingZeros: true).map { DebtorID(unsigned: $0) }
    }

    private static func decode(_ encoded: Substring) -> AccountID? {
        let isBase64 = encoded.utf8.first == UInt8(ascii: "!")
        let text = isBase64 ? encoded.dropFirst() : encoded
        guard (1...maximumEncodedLength).contains(text.utf8.count), text.utf8.allSatisfy(isSafe) else { return nil }
        if !isBase64 { return text.utf8.count <= AccountID.maximumLength ? AccountID(unchecked: String(text)) : nil }
        guard let bytes = Base64URL.decodeCanonical(text), (1...AccountID.maximumLength).contains(bytes.count),
            bytes.allSatisfy({ $0 < 0x80 })
        else { return nil }
        return AccountID(unchecked: String(decoding: bytes, as: UTF8.self))
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
