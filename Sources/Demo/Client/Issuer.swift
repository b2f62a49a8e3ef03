public import SMPProtocol

/// An issuer of a currency, at work through the Simple Issuing Web API.
public struct Issuer: Payer {
    /// Which debtor it is.
    public let id: DebtorID
    /// The Web API, in the issuer's name.
    public let api: APIClient

    /// An issuer who is there already.
    public init(id: DebtorID, nodes: Nodes) {
        self.id = id
        api = nodes.debtorsAPI(as: .debtor(id))
    }

    /// Reserves and activates a random debtor in the superuser's name, and waits until the accounting authority has its account.
    public static func create(on nodes: Nodes) async throws -> Issuer {
        let superuser = nodes.debtorsAPI(as: .debtorsSuperuser)
        let reservation = try await superuser.call(.post, "/debtors/.debtor-reserve", [:], expecting: 200)
        let text = try reservation.at("debtorId")?.string.required("debtorId", of: "the reservation") ?? ""
        let id = try DebtorID(pathSegment: text).required("debtorId", of: "the reservation")
        let reservationID = try reservation.at("reservationId").required("reservationId", of: "the reservation")
        _ = try await superuser.call(.post, "/debtors/\(text)/activate", ["reservationId": reservationID], expecting: 200)
        let issuer = Issuer(id: id, nodes: nodes)
        try await untilTrue("the account of debtor \(text)") { try await issuer.state().at("account") != nil }
        return issuer
    }

    /// Where the API has the issuer.
    public var path: String { "/debtors/\(id.unsignedText)/" }
    /// Where the API has the issuer's transfers.
    public var transfersPath: String { path + "transfers/" }
    /// `swpt:<id>`
    public var uri: String { SwptURI.write(id) }
    /// The issuer's own account, in which money disappears.
    public var rootAccountURI: String { uri + "/0" }
    /// The address under which the newest description of the currency is always found.
    public var locator: String { api.address + path + "public" }
    /// What is printed as a QR code (AA 11.1).
    public var digitalCoin: String { "\(locator)#\(uri)" }

    /// The debtor as the API shows it (DA-API 5.2).
    public func state() async throws -> JSONValue {
        try await api.call(.get, path, expecting: 200).body.required("body", of: path)
    }

    /// Minus what is in circulation.
    public func balance() async throws -> Int64 {
        try await state().at("balance")?.int64.required("balance", of: path) ?? 0
    }

    /// Saves the description of the currency, and makes it known through the currency's configuration.
    ///
    /// - Parameter limit: how many tokens may be in circulation.
    /// - Returns: the address of the document.
    @discardableResult
    public func publish(_ coin: Coin, interestRate: Double = 0, limit: Int64? = nil) async throws -> String {
        let document = coin.document(of: self, revision: 1).encoded()
        let saved = try await api.post(path + "documents/", bytes: document, contentType: Coin.mediaType, expecting: 201)
        let address = try saved.location.required("Location", of: "the saved document")
        var info = JSONObject()
        info["type"] = "DebtorInfo"
        info["iri"] = .string(address)
        info["contentType"] = .string(Coin.mediaType)
        info["sha256"] = .string(SHA256.hexadecimal(document))
        try await configure(info: .object(info), interestRate: interestRate, limit: limit)
        return address
    }

    /// Replaces the configuration of the currency (AA 4.3).
    public func configure(info: JSONValue? = nil, interestRate: Double, limit: Int64? = nil) async throws {
        var configuration = JSONObject()
        configuration["type"] = "RootConfigData"
        configuration["rate"] = JSONValue(interestRate)
        configuration["limit"] = limit.map { JSONValue($0) }
        configuration["info"] = info
        let text = String(decoding: JSONValue.object(configuration).encoded(), as: UTF8.self)
        try await untilTrue("room for a new configuration of \(uri)") {
            let current = try await api.call(.get, path + "config", expecting: 200)
            let number = try current.at("latestUpdateId")?.int64.required("latestUpdateId", of: path + "config") ?? 0
            let change: JSONValue = ["type": "DebtorConfig", "configData": .string(text), "latestUpdateId": JSONValue(number + 1)]
            return try await api.call(.patch, path + "config", change, expecting: 200, 409).status == 200
        }
    }
}
