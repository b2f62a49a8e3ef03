import SMPProtocol

/// What a decision wants to be in the log. The texts name ids and codes, never notes or documents.
enum WorkerNotice: Equatable, Sendable, CustomStringConvertible {
    /// TW 6.4.
    case rejectedConfig(AccountKey, code: String)
    /// TW 20.1.
    case unusableNote(AccountKey, TransferNumber)
    /// TW 11.7: a collector's account has vanished.
    case neededAccountPurged(AccountKey)
    /// TW 11.3.2.
    case accountRequestedAgain(AccountKey)
    /// TW 18.2: a collector trades with itself, but has no account.
    case collectorWithoutAccount(AccountKey)
    /// TW 18: the solver's result does not fit the lock.
    case impossibleParticipation(ParticipationKey)
    /// TW 22.1.
    case noAccountID(AccountKey)
    /// TW 22.11.
    case attemptFailed(AttemptKey, status: String)
    /// TW 30.4: what a seller had promised was not paid.
    case collectingFailed(AccountKey, TurnID, status: String)
    /// TW 30.9.
    case iriTooLong(DebtorID)
    /// TW 24.2: a transfer that nobody could use was thrown away.
    case delayedTransferExpired(AccountKey, TurnID)

    var isError: Bool {
        switch self {
        case .impossibleParticipation, .noAccountID: true
        default: false
        }
    }

    var description: String {
        switch self {
        case .rejectedConfig(let key, let code): "the configuration of \(Self.name(key)) was rejected: \(code)"
        case .unusableNote(let key, let number): "the note of transfer \(number) of \(Self.name(key)) is unusable"
        case .neededAccountPurged(let key): "the collector's \(Self.name(key)) was purged"
        case .accountRequestedAgain(let key): "the collector's \(Self.name(key)) was requested again"
        case .collectorWithoutAccount(let key): "the collector has no \(Self.name(key)), but trades with it"
        case .impossibleParticipation(let key): "what turn \(key.turn) wants of \(Self.name(key.account)) exceeds what was offered"
        case .noAccountID(let key): "the identity of \(Self.name(key)) is not known"
        case .attemptFailed(let key, let status):
            "a transfer of turn \(key.status.turn) from \(Self.name(key.status.account)) to creditor \(key.recipient) failed: \(status)"
        case .collectingFailed(let key, let turn, let status): "\(Self.name(key)) did not pay what it sold in turn \(turn): \(status)"
        case .iriTooLong(let debtor): "the IRI of a document of debtor \(debtor) has more than \(Constants.maxIRILength) characters"
        case .delayedTransferExpired(let key, let turn): "a transfer of \(Self.name(key)) has waited for turn \(turn) for too long"
        }
    }

    private static func name(_ key: AccountKey) -> String { "account of creditor \(key.creditor) with debtor \(key.debtor)" }
}
