public import SMPProtocol

/// The accounting authority of the sandbox: its books, and its controls for tests.
public struct SandboxAuthority: Sendable {
    /// The Web API of the sandbox. It asks nobody who he is.
    public let api: APIClient

    /// The authority of a stack.
    public init(nodes: Nodes) {
        api = APIClient(address: nodes.sandbox, token: nil, web: nodes.web)
    }

    // MARK: Books

    /// One account as the authority has it.
    public struct Account: Hashable, Sendable {
        /// Whose money it is.
        public let debtorID: DebtorID
        /// The authority's own name of the creditor.
        public let creditorID: CreditorID
        /// By which others pay to it (AA 1.4).
        public let accountID: String
        /// The amount on it, in tokens, without interest.
        public let principal: Int64
        /// What is set aside for prepared transfers.
        public let lockedAmount: Int64
        /// How many transfers are prepared.
        public let preparedTransfers: Int64
        /// The greatest amount that the holder would not miss.
        public let negligibleAmount: Double
        /// Whether the holder wants to be rid of it.
        public let isScheduledForDeletion: Bool
        /// Whether it is only remembered.
        public let isDeleted: Bool

        /// Its URI: `swpt:<debtor>/<account>`.
        public var uri: String { "swpt:\(debtorID.unsignedText)/\(accountID)" }

        init(_ value: JSONValue) throws {
            func field(_ name: String) throws -> JSONValue { try value.at(name).required(name, of: "an account of the sandbox") }
            debtorID = try DebtorID(pathSegment: field("debtorId").text()).required("debtorId", of: "an account of the sandbox")
            creditorID = try CreditorID(pathSegment: field("creditorId").text()).required("creditorId", of: "an account of the sandbox")
            accountID = try field("accountId").text()
            principal = try field("principal").integer()
            lockedAmount = try field("lockedAmount").integer()
            preparedTransfers = try field("preparedTransfers").integer()
            negligibleAmount = try field("negligibleAmount").double()
            isScheduledForDeletion = try field("isScheduledForDeletion").boolean()
            isDeleted = try field("isDeleted").boolean()
        }
    }

    /// The accounts of a currency, the issuer's included.
    public func accounts(of debtor: DebtorID) async throws -> [Account] {
        let answer = try await api.call(.get, "/accounts?debtorId=\(debtor.unsignedText)", expecting: 200)
        return try (answer.at("accounts")?.elements ?? []).map(Account.init)
    }

    /// One account, by the authority's own name of its holder; nil when there is none.
    public func account(of debtor: DebtorID, holder: CreditorID) async throws -> Account? {
        let path = "/accounts?debtorId=\(debtor.unsignedText)&creditorId=\(holder.unsignedText)"
        return try await (api.call(.get, path, expecting: 200).at("accounts")?.elements ?? []).map(Account.init).first
    }

    /// One account, also one that is deleted and not removed yet; nil when there is none.
    public func account(_ uri: String, of debtor: DebtorID) async throws -> Account? {
        try await accounts(of: debtor).first { $0.uri == uri }
    }

    /// Committed transfers of a currency in their order, the last 10,000 of all currencies.
    public func committedTransfers(of debtor: DebtorID) async throws -> [JSONValue] {
        try await api.call(.get, "/transfers?debtorId=\(debtor.unsignedText)", expecting: 200).at("committed")?.elements ?? []
    }

    /// What the authority says of its own books.
    public struct Totals: Sendable {
        /// Whether all accounts of each currency add up to nothing.
        public let isConserved: Bool
        /// What contradicts the rules of an accounting authority, in words.
        public let violations: [String]
        /// Messages that are on their way.
        public let waitingMessages: Int64
        /// Messages that no queue has taken.
        public let undeliverableMessages: Int64
        /// Messages that were wrong.
        public let refusedMessages: Int64
        /// By message type.
        public let received: [String: Int64]
        /// By message type.
        public let sent: [String: Int64]

        init(_ value: JSONValue) throws {
            func field(_ name: String) throws -> JSONValue { try value.at(name).required(name, of: "the sandbox's totals") }
            func counts(_ name: String) throws -> [String: Int64] {
                let members = try field(name).object().members
                return try Dictionary(uniqueKeysWithValues: members.map { ($0.name, try $0.value.integer()) })
            }
            isConserved = try field("isConserved").boolean()
            violations = try field("violations").elements.map { try $0.text() }
            waitingMessages = try field("waitingMessages").integer()
            undeliverableMessages = try field("undeliverableMessages").integer()
            refusedMessages = try field("refusedMessages").integer()
            received = try counts("received")
            sent = try counts("sent")
        }
    }

    /// What the authority says of its own books now.
    public func totals() async throws -> Totals {
        try Totals(await api.call(.get, "/totals", expecting: 200).body.required("body", of: "/totals"))
    }

    // MARK: Controls

    /// The fault dial: probabilities from 0 to 1.
    public struct Faults: Sendable {
        /// Of the random numbers that decide.
        public var seed: Int64 = 1
        /// How likely a message is held back.
        public var delay = 0.0
        /// How likely a message comes twice.
        public var duplicate = 0.0
        /// How likely a message falls behind later ones.
        public var reorder = 0.0
        /// How likely a message is lost at first, and sent again later.
        public var drop = 0.0
        /// The longest delay.
        public var maxDelaySeconds = 2.0
        /// How long a message that falls behind waits.
        public var reorderSeconds = 0.1
        /// nil: all types.
        public var types: [String]?

        /// No faults.
        public init() {}

        var body: JSONValue {
            var body = JSONObject()
            body["seed"] = JSONValue(seed)
            body["delay"] = JSONValue(delay)
            body["duplicate"] = JSONValue(duplicate)
            body["reorder"] = JSONValue(reorder)
            body["drop"] = JSONValue(drop)
            body["maxDelaySeconds"] = JSONValue(maxDelaySeconds)
            body["reorderSeconds"] = JSONValue(reorderSeconds)
            body["types"] = types.map { .array($0.map { .string($0) }) }
            return .object(body)
        }
    }

    /// Sets the fault dial.
    public func set(_ faults: Faults) async throws {
        _ = try await api.call(.put, "/faults", faults.body, expecting: 200)
    }

    /// Ends all faults.
    public func switchFaultsOff() async throws {
        _ = try await api.call(.put, "/faults", [:], expecting: 200)
    }

    /// Decides the answer to the next message of a type from one account.
    ///
    /// - Parameters:
    ///   - type: `ConfigureAccount`, `PrepareTransfer` or `FinalizeTransfer`.
    ///   - statusCode: the code of the refusal.
    ///   - amount: without a code: the most that is locked or committed.
    public func plan(
        _ type: String, debtor: DebtorID, creditor: CreditorID, statusCode: String? = nil, amount: Int64? = nil
    ) async throws {
        var body = JSONObject()
        body["to"] = .string(type)
        body["debtorId"] = .string(debtor.unsignedText)
        body["creditorId"] = .string(creditor.unsignedText)
        body["statusCode"] = statusCode.map { .string($0) }
        body["amount"] = amount.map { JSONValue($0) }
        _ = try await api.call(.post, "/answers", .object(body), expecting: 204)
    }

    /// What the authority does now and then by itself; the value is the path of the API.
    public enum Order: String, Sendable {
        case heartbeats, deletions, purges, rates
    }

    /// Does at once what the authority does now and then; returns how many messages it led to.
    @discardableResult
    public func order(_ order: Order, debtor: DebtorID) async throws -> Int64 {
        let body: JSONValue = ["debtorId": .string(debtor.unsignedText)]
        let answer = try await api.call(.post, "/\(order.rawValue)", body, expecting: 200)
        return answer.at("messages")?.int64 ?? 0
    }
}
