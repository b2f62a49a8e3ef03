/// Where the description of a currency is found (AA 4.5). Missing parts are empty.
struct DebtorInfo: Codable, Hashable, Sendable {
    var iri: String
    var contentType: String
    /// 64 upper-case hexadecimal digits, or empty.
    var sha256: String

    init(iri: String, contentType: String = "", sha256: String = "") {
        self.iri = iri
        self.contentType = contentType
        self.sha256 = sha256
    }
}

/// What a debtor's configuration says of its currency (AA 4.2, 4.3).
struct RootConfiguration: Codable, Hashable, Sendable {
    /// Percents per year, in single precision like the accounts' own rates (AA 16.4).
    var rate: Float
    /// How much may be issued.
    var limit: Int64
    var info: DebtorInfo?

    init(rate: Float = 0, limit: Int64 = .max, info: DebtorInfo? = nil) {
        self.rate = rate
        self.limit = limit
        self.info = info
    }
}
