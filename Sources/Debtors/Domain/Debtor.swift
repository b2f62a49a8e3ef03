import SMPProtocol

/// All that the node knows about a debtor, its documents and transfers aside (DA 8.1).
struct Debtor: Sendable, Equatable {
    let id: DebtorID
    var status: DebtorStatus = .reserved
    var deactivationDate: CalendarDate?
    let reservationID: ReservationID
    let createdAt: Timestamp
    /// Never above zero; how far the balance of the root account may go.
    var minBalance: Int64 = Constants.defaultMinBalance
    var configuration = DebtorConfiguration()
    var account: ServerAccount
    /// Where `/debtors/<id>/public` leads: taken from the last configuration that is known to be effectual (DA 10.2.7).
    var infoIRI: String?
    /// Configuration updates and new transfers, counted together (DA 9.9).
    var actions: WindowedCounter
    /// Saved documents (DA 9.8).
    var documents: WindowedCounter
    /// The number of stored transfers, at every commit (DA 17.1.3).
    var runningTransfersCount: Int32 = 0

    var isActive: Bool { status == .active }

    /// What must hold for every stored debtor (DA 8.1, DA 17.1), checked after it was loaded and before it is stored.
    var isConsistent: Bool {
        minBalance <= 0
            && configuration.latestUpdateID >= 1
            && actions.count >= 0
            && documents.count >= 0
            && runningTransfersCount >= 0
            && (deactivationDate == nil || status == .deactivated)
            && (status != .deactivated || isEmptied)
    }

    /// DA 17.1.5
    private var isEmptied: Bool {
        runningTransfersCount == 0 && configuration.data.isEmpty && infoIRI == nil
            && configuration.flags == AccountConfiguration.scheduledForDeletionFlag
    }
}

/// The configuration of the root account: what the debtor wants, and whether the accounting authority has it (DA 8.1).
struct DebtorConfiguration: Sendable, Equatable {
    var lastTs = Timestamp.epoch
    var lastSeqnum = SequenceNumber(0)
    var flags = AccountConfiguration.defaultFlags
    /// At most 2000 bytes.
    var data = ""
    var isEffectual = false
    /// Why the configuration does not work, as told by the accounting authority or found by the scanner.
    var error: String?
    /// Goes up by exactly one with every effective update by the debtor.
    var latestUpdateID: Int64 = 1
}

/// What the last messages from the accounting authority said about the root account (DA 8.1).
struct ServerAccount: Sendable, Equatable {
    var exists = false
    var creationDate = CalendarDate.epoch
    var lastChangeTs = Timestamp.epoch
    var lastChangeSeqnum = SequenceNumber(0)
    var lastHeartbeatTs: Timestamp
    /// Empty until it is known.
    var accountID = AccountID.none
    /// The principal: zero or negative as a rule.
    var balance: Int64 = 0
    var transferNoteMaxBytes: Int32 = 0
}

/// The number that proves a reservation (DA 9.3). Shown to clients as decimal text.
struct ReservationID: RawRepresentable, Hashable, Sendable {
    let rawValue: Int64

    var text: String { String(rawValue) }
}
