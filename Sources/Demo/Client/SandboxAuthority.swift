public import SMPProtocol

/// The accounting authority of the sandbox: its books, and its controls for tests.
public struct SandboxAuthority: Sendable {
    public let api: APIClient

    public init(nodes: Nodes) {
        api = APIClient(address: nodes.sandbox, token: nil, web: nodes.web)
    }

    // MARK: Books

    /// One account as the authority has it.
    public struct Account: Hashable, Sendable {
        public let debtorID: DebtorID
        /// The authority's own name of the creditor.
        public let creditorID: CreditorID
        public let accountID: String
        public let principal: Int64
        public let lockedAmount: Int64
        public let preparedTransfers: Int64
        public let negligibleAmount: Double
        public let isScheduledForDeletion: Bool
        public let isDeleted: Bool

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
        public let isConserved: Bool
        public let violations: [String]
        public let waitingMessages: Int64
        public let undeliverableMessages: Int64
        public let refusedMessages: Int64
        /// By message type.
        public let received: [String: Int64]
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

    public func totals() async throws -> Totals {
        try Totals(await api.call(.get, "/totals", expecting: 200).body.required("body", of: "/totals"))
    }

    // MARK: Controls

    /// The fault dial: probabilities from 0 to 1.
    public struct Faults: Sendable {
        public var seed: Int64 = 1
        public var delay = 0.0
        public var duplicate = 0.0
        public var reorder = 0.0
        public var drop = 0.0
        public var maxDelaySeconds = 2.0
        public var reorderSeconds = 0.1
        /// nil: all types.
        public var types: [String]?

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

    public func set(_ faults: Faults) async throws {
        _ = try await api.call(.put, "/faults", faults.body, expecting: 200)
    }

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

    public enum Order: String, Sendable {
        case heartbeats, reminders, capitalizations, deletions, purges, rates
    }

    /// Does at once what the authority does now and then; returns how many messages it led to.
    @discardableResult
    public func order(_ order: Order, debtor: DebtorID) async throws -> Int64 {
        let body: JSONValue = ["debtorId": .string(debtor.unsignedText)]
        let answer = try await api.call(.post, "/\(order.rawValue)", body, expecting: 200)
        return answer.at("messages")?.int64 ?? 0
    }
}
