import SMPProtocol

/// What became of a request to activate a creditor (CA 5.2).
enum ActivationOutcome: Equatable, Sendable {
    /// It is active now; its PIN row has to be created.
    case activated(Pin)
    /// The reservation was used before; nothing changes, not even for a creditor that has been deactivated since.
    case alreadyActivated
    case invalidReservation
    case creditorExists
}

extension Creditor {
    /// CA 5.2, with the text of a reservation ID.
    mutating func activate(reservation text: String, now: Timestamp) -> ActivationOutcome {
        guard text == String(reservationID) else { return status == .reserved ? .invalidReservation : .creditorExists }
        guard status == .reserved else { return .alreadyActivated }
        status = .active
        // A moment of its own, also when the creditor has been reserved in the same transaction.
        return .activated(Pin.off(now: now.adding(microseconds: 4)))
    }
}
