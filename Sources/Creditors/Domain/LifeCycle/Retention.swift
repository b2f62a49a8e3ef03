import SMPProtocol

/// How long things are kept (CA 15).
struct RetentionRules: Equatable, Sendable {
    var inactiveCreditorMicroseconds: Int64
    var deactivatedCreditorMicroseconds: Int64
    var logMicroseconds: Int64
    var ledgerMicroseconds: Int64
    var maxTransferDelayMicroseconds: Int64

    // Everything before these moments may be deleted.

    /// CA 15.4.
    func logCutoff(now: Timestamp) -> Timestamp { now.adding(microseconds: -logMicroseconds) }

    /// CA 15.5.
    func ledgerCutoff(now: Timestamp) -> Timestamp { now.adding(microseconds: -ledgerMicroseconds) }

    /// CA 15.6: every transfer that a kept entry refers to, or that still waits for its predecessor, is kept too.
    func transferCutoff(now: Timestamp) -> Timestamp {
        now.adding(microseconds: -maxTransferDelayMicroseconds).adding(microseconds: -max(logMicroseconds, ledgerMicroseconds))
    }
}

extension Creditor {
    /// CA 15.2 A and B.
    func isOutdated(_ rules: RetentionRules, now: Timestamp) -> Bool {
        switch status {
        case .active: return false
        case .reserved: return createdAt < now.adding(microseconds: -rules.inactiveCreditorMicroseconds)
        case .deactivated:
            guard let deactivationDate else { return true }
            return deactivationDate < now.adding(microseconds: -rules.deactivatedCreditorMicroseconds).date
        }
    }
}
