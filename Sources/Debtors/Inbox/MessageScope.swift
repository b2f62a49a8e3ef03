import SMPProtocol

/// The part of the node's state that a batch of messages is about. The batch is decided message by message, in the order of arrival; what
/// comes out is what the same messages would have caused one by one.
///
/// The state must hold, of every message, what it has named (``InboxMessage/addKeys(to:)``), as far as it exists.
struct MessageScope: Sendable {
    var debtors: [DebtorID: Debtor] = [:]
    var transfers: [TransferRequestKey: RunningTransfer] = [:]
    var effects = Effects()
    /// The moment of the decisions, not before the state was locked.
    var now: Timestamp

    /// Handles all messages of a batch. They neither make nor delete debtors or transfers.
    mutating func handle(_ messages: [any InboxMessage]) {
        for message in messages { message.apply(to: &self) }
    }
}

/// What a batch of messages has to know, by key.
struct MessageScopeKeys: Sendable {
    var debtors: Set<DebtorID> = []
    var transfers: Set<TransferRequestKey> = []

    init(_ messages: [any InboxMessage]) {
        for message in messages { message.addKeys(to: &self) }
    }
}

/// A message that the node handles: which rows it needs, and which rule it calls. One file for each.
protocol InboxMessage: SMPMessage {
    var debtorID: DebtorID { get }

    /// Names the rows that must be loaded and locked.
    func addKeys(to keys: inout MessageScopeKeys)

    /// Calls the rule.
    func apply(to scope: inout MessageScope)
}
