import SMPProtocol

/// What decisions leave behind besides changed states. Everything in it is stored in the transaction that stores the states.
struct Effects: Equatable, Sendable {
    var log: [LogEntry] = []
    var ledger: [LedgerEntry] = []
    var committedTransfers: [CommittedTransfer] = []
    var messages: [Outgoing] = []
    /// Ledgers that could not be finished in this transaction (CA 10.4).
    var ledgerWork: Set<AccountKey> = []
    /// The greatest update ID of kind CA 12.2 that was given to an object. Before the commit, the sequence must have reached it.
    var greatestUpdateID: UpdateID = 0

    /// The last value of that sequence, as the transaction has read it.
    var lastUpdateID: UpdateID = 0

    mutating func send(_ message: Outgoing) { messages.append(message) }

    /// Raises the version of an object whose update IDs come from the common sequence (CA 12.2).
    mutating func bump(_ version: inout Version, at now: Timestamp) {
        version.bump(at: now)
        noteUpdateID(version.id)
    }

    mutating func noteUpdateID(_ id: UpdateID) { greatestUpdateID = max(greatestUpdateID, id) }
}
