public import SMPProtocol

/// An issuer of a currency, at work through the Simple Issuing Web API.
public struct Issuer: Payer {
    /// Which debtor it is.
    public let id: DebtorID
    /// The Web API, in the issuer's name.
    public let api: APIClient
    /// The address under which the newest description of the currency is always found. It begins with `https`, as Circular Trade demands
    /// (TW 10.6).
    public let locator: String
    /// The host of the documents, which asks nobody who he is.
    private let host: APIClient

    /// An issuer who is there already.
    public init(id: DebtorID, nodes: Nodes) {
        self.id = id
        api = nodes.debtorsAPI(as: .debtor(id))
        locator = id == nodes.base.debtor ? nodes.base.locator : "\(nodes.documents)/\(id.unsignedText)"
        host = APIClient(address: nodes.documents, token: nil, web: nodes.web)
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
        try await issuer.awaitAccount()
        return issuer
    }

    /// The issuer of the base currency, who is activated when nobody has done that yet.
    public static func base(on nodes: Nodes) async throws -> Issuer {
        let issuer = Issuer(id: nodes.base.debtor, nodes: nodes)
        let superuser = nodes.debtorsAPI(as: .debtorsSuperuser)
        _ = try await superuser.call(.post, issuer.path + "activate", [:], expecting: 200, 409)
        try await issuer.awaitAccount()
        return issuer
    }

    private func awaitAccount() async throws {
        try await untilTrue("the account of debtor \(id.unsignedText)") { try await state().at("account") != nil }
    }

    /// Where the API has the issuer.
    public var path: String { "/debtors/\(id.unsignedText)/" }
    /// Where the API has the issuer's transfers.
    public var transfersPath: String { path + "transfers/" }
    /// `swpt:<id>`
    public var uri: String { SwptURI.write(id) }
    /// The issuer's own account, in which money disappears.
    public var rootAccountURI: String { uri + "/0" }
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

    /// Puts the description of the currency where everybody finds it, and makes it known through the currency's configuration.
    ///
    /// - Parameters:
    ///   - revision: greater than that of the description before.
    ///   - limit: how many tokens may be in circulation.
    /// - Returns: the address of this revision, which stays when there are newer ones.
    @discardableResult
    public func publish(_ coin: Coin, revision: Int64 = 1, interestRate: Double = 0, limit: Int64? = nil) async throws -> String {
        let document = coin.document(of: self, revision: revision).encoded()
        let address = "\(locator).\(revision)"
        for place in [address, locator] {
            _ = try await host.send(.put, place, content: (document, Coin.mediaType), expecting: [201])
        }
        var info = JSONObject()
        info["type"] = "DebtorInfo"
        info["iri"] = .string(address)
        info["contentType"] = .string(Coin.mediaType)
        info["sha256"] = .string(SHA256.hexadecimal(document))
        try await configure(info: .object(info), interestRate: interestRate, limit: limit)
        return address
    }

    /// The newest description of the currency, as everybody gets it (AA 11.2).
    public func document() async throws -> JSONValue {
        try await host.call(.get, locator, expecting: 200).body.required("body", of: locator)
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
