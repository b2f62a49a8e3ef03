import SMPProtocol

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
