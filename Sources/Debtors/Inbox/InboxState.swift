import SMPProtocol

/// The debtors and transfers that a batch of messages is about, and what the messages make of them, in the order of their arrival.
struct InboxState: Sendable {
    private struct Tracked<Value: Sendable & Equatable>: Sendable {
        let loaded: Value
        var current: Value

        var change: Value? { current == loaded ? nil : current }
    }

    private var debtors: [DebtorID: Tracked<Debtor>] = [:]
    private var transfers: [TransferRequestKey: Tracked<RunningTransfer>] = [:]
    /// What is to be sent.
    private(set) var effects: [Effect] = []

    mutating func load(_ debtor: Debtor) { debtors[debtor.id] = Tracked(loaded: debtor, current: debtor) }

    mutating func load(_ transfer: RunningTransfer) {
        transfers[transfer.key] = Tracked(loaded: transfer, current: transfer)
    }

    /// Lets a decision see and change a debtor, if it exists. Messages neither make debtors nor delete them.
    mutating func change(_ id: DebtorID, _ decide: (inout Debtor?) -> [Effect]) {
        var debtor = debtors[id]?.current
        effects += decide(&debtor)
        precondition((debtor == nil) == (debtors[id] == nil), "a message has made or deleted a debtor")
        if let debtor { debtors[id]?.current = debtor }
    }

    /// Lets a decision see and change a transfer, if it exists. Messages neither make transfers nor delete them.
    mutating func change(_ key: TransferRequestKey, _ decide: (inout RunningTransfer?) -> [Effect]) {
        var transfer = transfers[key]?.current
        effects += decide(&transfer)
        precondition((transfer == nil) == (transfers[key] == nil), "a message has made or deleted a transfer")
        if let transfer { transfers[key]?.current = transfer }
    }

    var changedDebtors: [Debtor] { debtors.values.compactMap(\.change) }
    var changedTransfers: [RunningTransfer] { transfers.values.compactMap(\.change) }
}
