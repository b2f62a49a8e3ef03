import SMPProtocol

extension Debtor {
    /// DA 9.3: a debtor that is only reserved yet. (That the ID is free is for the store to find out.)
    static func reserved(id: DebtorID, reservationID: ReservationID, now: Timestamp) -> Debtor {
        Debtor(
            id: id, reservationID: reservationID, createdAt: now, account: ServerAccount(lastHeartbeatTs: now),
            actions: WindowedCounter(resetDate: now.date), documents: WindowedCounter(resetDate: now.date))
    }
}

extension DebtorFile {
    /// DA 9.4. Doing it again with the right reservation changes nothing, also when the debtor was deactivated meanwhile.
    mutating func activate(reservation: String) throws(Refusal) {
        guard var debtor else { throw .invalidReservationID }
        guard reservation.isExactly(debtor.reservationID.text) else {
            throw debtor.status == .reserved ? .invalidReservationID : .debtorExists
        }
        guard debtor.status == .reserved else { return }

        debtor.status = .active
        debtor.emitConfiguration(now: now, effects: &effects)
        self.debtor = debtor
    }

    /// DA 9.5. All transfers of the debtor must be deleted with it.
    ///
    /// - Returns: false when the debtor is not active; then nothing changes.
    mutating func deactivate() -> Bool {
        guard var debtor, debtor.isActive else { return false }
        debtor.status = .deactivated
        debtor.deactivationDate = now.date
        debtor.configuration.isEffectual = true
        debtor.configuration.flags = AccountConfiguration.scheduledForDeletionFlag
        debtor.configuration.data = ""
        debtor.configuration.error = nil
        debtor.infoIRI = nil
        debtor.runningTransfersCount = 0
        debtor.emitConfiguration(now: now, effects: &effects)
        self.debtor = debtor
        return true
    }

    /// DA 9.8: counts one more document, which the caller then inserts.
    mutating func saveDocument(limits: Limits) throws(Refusal) {
        var debtor = try activeDebtor()
        let isTaken = debtor.documents.take(
            limit: limits.documentMaxSavesPerYear, windowDays: Constants.documentsWindowDays, today: now.date)
        guard isTaken else { throw .tooManySavedDocuments }
        self.debtor = debtor
    }
}
