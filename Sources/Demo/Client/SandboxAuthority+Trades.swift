public import SMPProtocol

// What Circular Trade has moved and set aside, in the authority's books.

extension SandboxAuthority {
    /// A transfer that Circular Trade has made.
    public struct TradeTransfer: Hashable, Sendable {
        /// Whose money it is.
        public let debtorID: DebtorID
        /// The authority's own name of whoever gave it.
        public let sender: CreditorID
        /// The authority's own name of whoever got it.
        public let recipient: CreditorID
        /// In tokens.
        public let amount: Int64
        /// The turn, and what the transfer does in it.
        public let note: AgentTransferNote
        /// When it was carried out.
        public let committedAt: Timestamp

        /// Nil for a transfer of another kind.
        init?(_ value: JSONValue) throws {
            func field(_ name: String) throws -> JSONValue { try value.at(name).required(name, of: "a transfer of the sandbox") }
            guard try field("coordinatorType").text() == CoordinatorType.agent.rawValue,
                try field("noteFormat").text() == AgentTransferNote.format
            else { return nil }
            debtorID = try DebtorID(pathSegment: field("debtorId").text()).required("debtorId", of: "a transfer of the sandbox")
            sender = try CreditorID(pathSegment: field("senderId").text()).required("senderId", of: "a transfer of the sandbox")
            recipient = try CreditorID(pathSegment: field("recipientId").text()).required("recipientId", of: "a transfer of the sandbox")
            amount = try field("amount").integer()
            note = try AgentTransferNote(field("note").text()).required("note", of: "a transfer of Circular Trade")
            committedAt = try field("committedAt").timestamp()
        }
    }

    /// The transfers of Circular Trade in a currency, in their order, among the last 10,000 of all kinds and currencies.
    public func tradeTransfers(of debtor: DebtorID) async throws -> [TradeTransfer] {
        try await committedTransfers(of: debtor).compactMap { try TradeTransfer($0) }
    }

    /// Money that is set aside for Circular Trade, or an account that waits for money from it.
    public struct TradeLock: Hashable, Sendable {
        /// Whose money it is.
        public let debtorID: DebtorID
        /// The authority's own name of the owner of the account.
        public let sender: CreditorID
        /// In tokens; 0 for those who wait for money.
        public let lockedAmount: Int64
        /// When it was set aside.
        public let preparedAt: Timestamp

        /// Nil for what is set aside for something else.
        init?(_ value: JSONValue) throws {
            func field(_ name: String) throws -> JSONValue { try value.at(name).required(name, of: "a prepared transfer of the sandbox") }
            guard try field("coordinatorType").text() == CoordinatorType.agent.rawValue else { return nil }
            debtorID = try DebtorID(pathSegment: field("debtorId").text()).required("debtorId", of: "a prepared transfer")
            sender = try CreditorID(pathSegment: field("senderId").text()).required("senderId", of: "a prepared transfer")
            lockedAmount = try field("lockedAmount").integer()
            preparedAt = try field("preparedAt").timestamp()
        }
    }

    /// What is set aside for Circular Trade in a currency now.
    public func tradeLocks(of debtor: DebtorID) async throws -> [TradeLock] {
        let answer = try await api.call(.get, "/transfers?debtorId=\(debtor.unsignedText)", expecting: 200)
        return try (answer.at("prepared")?.elements ?? []).compactMap { try TradeLock($0) }
    }
}
