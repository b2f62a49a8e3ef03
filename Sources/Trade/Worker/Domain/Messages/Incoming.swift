import SMPProtocol

/// The messages that a worker understands (TW 6.4).
enum Incoming: Equatable, Sendable {
    case updatedLedger(UpdatedLedger)
    case updatedPolicy(UpdatedPolicy)
    case updatedFlags(UpdatedFlags)
    case rejectedConfig(RejectedConfig)
    case accountUpdate(AccountUpdate)
    case accountPurge(AccountPurge)
    case accountTransfer(AccountTransfer)
    case rejectedTransfer(RejectedTransfer)
    case preparedTransfer(PreparedTransfer)
    case finalizedTransfer(FinalizedTransfer)
    case fetchDebtorInfo(FetchDebtorInfo)
    case storeDocument(StoreDocument)
    case discoverDebtor(DiscoverDebtor)
    case confirmDebtor(ConfirmDebtor)
    case neededCollector(NeededCollector)
    case candidateOffer(CandidateOffer)
    case reviseAccountLock(ReviseAccountLock)
    case triggerTransfer(TriggerTransfer)
    case accountIDRequest(AccountIDRequest)
    case accountIDResponse(AccountIDResponse)
    case startSending(StartSending)
    case startDispatching(StartDispatching)
    case calculateSurplus(CalculateSurplus)
    case abandonedTransfer(AbandonedTransfer)
    /// Older workers tell each other about activated collectors; here the roller tells the solver (TW 11.5.7).
    case activateCollector(ActivateCollector)
}

/// What the note of a transfer says (TW 20.1).
struct AgentTransfer: Equatable, Sendable {
    let message: AccountTransfer
    let note: AgentTransferNote

    /// nil: not a transfer of the trade service.
    init?(_ message: AccountTransfer) {
        guard message.transferNoteFormat == AgentTransferNote.format, let note = AgentTransferNote(message.transferNote),
            note.fits(message.creditorID, acquiredAmount: message.acquiredAmount)
        else { return nil }
        self.message = message
        self.note = note
    }

    var account: AccountKey { AccountKey(creditor: message.creditorID, debtor: message.debtorID) }

    private func leg(of collector: CreditorID, _ other: CreditorID) -> LegKey {
        LegKey(StatusKey(collector: collector, turn: note.turnID, debtor: message.debtorID), other)
    }

    /// What the transfer is to the owner of the account.
    enum Meaning: Equatable, Sendable {
        case sellerPaid
        case collected(LegKey)
        case sent(LegKey)
        case received(LegKey)
        case dispatched(LegKey)
        case buyerPaid
        /// A surplus on its way.
        case moved
    }

    var meaning: Meaning {
        let isSender = message.acquiredAmount < 0
        return switch note.kind {
        case .collecting: isSender ? .sellerPaid : .collected(leg(of: note.firstID, note.secondID))
        case .sending: isSender ? .sent(leg(of: note.firstID, note.secondID)) : .received(leg(of: note.secondID, note.firstID))
        case .dispatching: isSender ? .dispatched(leg(of: note.firstID, note.secondID)) : .buyerPaid
        case .moving: .moved
        }
    }
}
