import SMPProtocol

/// Why something is no debtor-info document (TW 10.7).
enum CoinInfoProblem: Error, Hashable, Sendable {
    /// Not `application/vnd.swaptacular.coin-info+json`.
    case mediaType
    case tooLong
    /// No JSON object.
    case malformed
    /// A field is missing or not as it has to be.
    case field(String)
}

extension LocatedCoinInfo {
    private static let mediaType = "application/vnd.swaptacular.coin-info+json"

    /// TW 10.7: reads a document. Only what matters here is checked.
    ///
    /// - Parameters:
    ///   - contentType: as the server said; nil: it said nothing.
    ///   - maxBytes: longest body.
    init(contentType: String?, body: [UInt8], maxBytes: Int) throws(CoinInfoProblem) {
        let type = (contentType ?? "").prefix { $0 != ";" }
        guard type.trimmingBlanks().lowercased() == Self.mediaType else { throw .mediaType }
        guard body.count <= maxBytes else { throw .tooLong }
        guard let value = try? JSONValue(json: body, limits: .document(maximumBytes: max(1, maxBytes))), case .object(let document) = value
        else { throw .malformed }
        try document.requireType("CoinInfo")
        locator = try document.locator("latestDebtorInfo")
        info = CoinInfo(
            debtor: try document.debtor("debtorIdentity"), peg: try document.peg("peg"),
            willNotChangeUntil: try document.moment("willNotChangeUntil"))
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> Substring {
        var rest = drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return rest
    }
}

// The rules of the fields. A field that is there, but null, is wrong.
extension JSONObject {
    private func text(_ name: String, _ lengths: ClosedRange<Int> = 0...Int.max) throws(CoinInfoProblem) -> String {
        guard let text = try? self[name]?.text(lengths: lengths) else { throw .field(name) }
        return text
    }

    private func object(_ name: String) throws(CoinInfoProblem) -> JSONObject {
        guard case .object(let object) = self[name] else { throw .field(name) }
        return object
    }

    /// `NAME` or `NAME-v1` … `NAME-v999999`.
    fileprivate func requireType(_ name: String) throws(CoinInfoProblem) {
        let text = try text("type")
        guard text.utf8.starts(with: name.utf8) else { throw .field("type") }
        let rest = Array(text.utf8.dropFirst(name.utf8.count))
        if rest.isEmpty { return }
        let digits = rest.dropFirst(2)
        guard rest.starts(with: "-v".utf8), (1...6).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw .field("type") }
    }

    /// An object with nothing but an address in it.
    fileprivate func locator(_ name: String) throws(CoinInfoProblem) -> String {
        let reference = try object(name)
        guard reference.count == 1 else { throw .field(name) }
        return try reference.text("uri", 0...CoinInfo.maxLocatorLength)
    }

    fileprivate func debtor(_ name: String) throws(CoinInfoProblem) -> DebtorID {
        let identity = try object(name)
        try identity.requireType("DebtorIdentity")
        guard let debtor = SwptURI.readDebtor(try identity.text("uri", 0...100)) else { throw .field(name) }
        return debtor
    }

    fileprivate func peg(_ name: String) throws(CoinInfoProblem) -> CoinInfo.Peg? {
        guard self[name] != nil else { return nil }
        let peg = try object(name)
        try peg.requireType("Peg")
        guard let rate = try? peg["exchangeRate"]?.double(), rate >= 0 else { throw .field("exchangeRate") }
        return CoinInfo.Peg(
            locator: try peg.locator("latestDebtorInfo"), debtor: try peg.debtor("debtorIdentity"), exchangeRate: rate)
    }

    /// A moment without a time zone says nothing (TW 10.7).
    fileprivate func moment(_ name: String) throws(CoinInfoProblem) -> Timestamp? {
        guard self[name] != nil else { return nil }
        let text = try text(name)
        let time = text.utf8.drop { $0 != UInt8(ascii: "T") && $0 != UInt8(ascii: " ") }
        guard time.contains(where: { "Z+-".utf8.contains($0) }), let moment = Timestamp(iso8601: text) else { throw .field(name) }
        return moment
    }
}
