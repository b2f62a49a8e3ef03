public import SMPProtocol

/// A holder of currencies, at work through the Payments Web API.
public struct Wallet: Payer {
    /// Which creditor it is.
    public let id: CreditorID
    /// The Web API, in the creditor's name.
    public let api: APIClient

    /// A wallet that is there already.
    public init(id: CreditorID, nodes: Nodes) {
        self.id = id
        api = nodes.creditorsAPI(as: .creditor(id))
    }

    /// Reserves and activates a random creditor in the superuser's name.
    public static func create(on nodes: Nodes) async throws -> Wallet {
        let superuser = nodes.creditorsAPI(as: .creditorsSuperuser)
        let reservation = try await superuser.call(.post, "/creditors/.creditor-reserve", [:], expecting: 200)
        let text = try reservation.at("creditorId")?.string.required("creditorId", of: "the reservation") ?? ""
        let id = try CreditorID(pathSegment: text).required("creditorId", of: "the reservation")
        let reservationID = try reservation.at("reservationId").required("reservationId", of: "the reservation")
        _ = try await superuser.call(.post, "/creditors/\(text)/activate", ["reservationId": reservationID], expecting: 200)
        return Wallet(id: id, nodes: nodes)
    }

    /// Where the API has the wallet.
    public var path: String { "/creditors/\(id.unsignedText)/" }
    /// Where the API has the wallet's transfers.
    public var transfersPath: String { path + "transfers/" }
    /// Where the API has the account with a debtor.
    public func accountPath(_ debtor: DebtorID) -> String { "\(path)accounts/\(debtor.unsignedText)/" }

    // MARK: Accounts

    /// Opens an account; the accounting authority hears of it later. 201: it is new; 303: it was there.
    public func open(_ debtor: DebtorID, expecting status: Int = 201) async throws {
        let identity: JSONValue = ["type": "DebtorIdentity", "uri": .string(SwptURI.write(debtor))]
        _ = try await api.call(.post, path + "accounts/", identity, expecting: status)
    }

    /// One part of an account: `info`, `ledger`, `config`, `display`, `exchange`, `knowledge`.
    public func part(_ name: String, of debtor: DebtorID) async throws -> JSONValue {
        let part = accountPath(debtor) + name
        return try await api.call(.get, part, expecting: 200).body.required("body", of: part)
    }

    /// Waits until the account can receive money; returns the URI to which others pay.
    public func awaitIdentity(_ debtor: DebtorID) async throws -> String {
        try await awaited("the identity of account \(accountPath(debtor))") {
            try await part("info", of: debtor).at("identity", "uri")?.string
        }
    }

    /// Changes a part of an account: the members replace those of the part as it is now.
    ///
    /// - Parameter removed: members that the part is not to have any more.
    public func change(
        _ name: String, of debtor: DebtorID, pin: String? = nil, removing removed: [String] = [], _ members: JSONValue
    ) async throws {
        let members = try members.object()
        try await untilTrue("room for a new \(name) of \(accountPath(debtor))") {
            var body = try await part(name, of: debtor).object()
            let number = try body["latestUpdateId"]?.int64.required("latestUpdateId", of: name) ?? 0
            for member in ["uri", "account", "latestUpdateAt"] + removed { body[member] = nil }
            body["latestUpdateId"] = JSONValue(number + 1)
            body["pin"] = pin.map { .string($0) }
            for member in members.members { body[member.name] = member.value }
            return try await api.call(.patch, accountPath(debtor) + name, .object(body), expecting: 200, 409).status == 200
        }
    }

    /// Lets no payment be too small to be told, and waits until the accounting authority knows that.
    public func hearOfEveryPayment(_ debtor: DebtorID, _ identity: String, _ sandbox: SandboxAuthority) async throws {
        try await change("config", of: debtor, ["negligibleAmount": JSONValue(0.0)])
        try await untilTrue("the settings of \(identity) at the accounting authority") {
            try await sandbox.account(identity, of: debtor)?.negligibleAmount == 0
        }
    }

    /// The principal of the ledger, in tokens.
    public func balance(_ debtor: DebtorID) async throws -> Int64 {
        try await part("ledger", of: debtor).at("principal")?.int64.required("principal", of: accountPath(debtor) + "ledger") ?? 0
    }

    /// The entries of an account's ledger, newest first, all pages.
    public func entries(_ debtor: DebtorID) async throws -> [JSONValue] {
        let entries = try await part("ledger", of: debtor).at("entries", "first")
        let base = accountPath(debtor) + "entries"
        var next = entries?.string
        var items: [JSONValue] = []
        while let path = next {
            let page = try await api.call(.get, path.hasPrefix("?") ? base + path : path, expecting: 200)
            items += page.at("items")?.elements ?? []
            next = page.at("next")?.string
        }
        return items
    }

    /// Deletes an account for good. 204: it is gone; 403: not safe yet.
    public func delete(_ debtor: DebtorID, expecting status: Int = 204) async throws {
        _ = try await api.call(.delete, accountPath(debtor), expecting: status)
    }

    // MARK: Log

    /// The number of the newest log entry.
    public func latestLogEntry() async throws -> Int64 {
        try await api.call(.get, path + "wallet", expecting: 200).at("logLatestEntryId")?.int64.required("logLatestEntryId", of: path) ?? 0
    }

    /// The first page of log entries after a number.
    public func log(after number: Int64) async throws -> [JSONValue] {
        try await api.call(.get, "\(path)log?prev=\(number)", expecting: 200).at("items")?.elements ?? []
    }

    /// Waits until the log says that an account has a certain principal.
    public func awaitLoggedPrincipal(_ principal: Int64, of debtor: DebtorID, after number: Int64) async throws {
        let ledger = accountPath(debtor) + "ledger"
        var last = number
        try await untilTrue("a log entry of \(ledger) with principal \(principal)") {
            for entry in try await log(after: last) {
                last = entry.at("entryId")?.int64 ?? last
                if entry.at("object", "uri")?.string == ledger, entry.at("data", "principal")?.int64 == principal { return true }
            }
            return false
        }
    }

    // MARK: PIN

    /// Demands a PIN from now on.
    public func setPIN(_ pin: String) async throws {
        let current = try await api.call(.get, path + "pin", expecting: 200)
        let number = try current.at("latestUpdateId")?.int64.required("latestUpdateId", of: path + "pin") ?? 0
        let change: JSONValue = ["type": "PinInfo", "status": "on", "newPin": .string(pin), "latestUpdateId": JSONValue(number + 1)]
        _ = try await api.call(.patch, path + "pin", change, expecting: 200)
    }
}
