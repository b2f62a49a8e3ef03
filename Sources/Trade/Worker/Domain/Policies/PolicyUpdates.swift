import SMPProtocol

// TW-9: each part of a policy takes a message only when its number is greater than the one that set the part.

extension TradingPolicy {
    /// TW 9.2.
    mutating func apply(_ m: UpdatedLedger) {
        guard m.updateID > ledger.mark.updateID else { return }
        // A policy that has never had a ledger has no identity to lose.
        let isFirst = self == TradingPolicy(key: key)
        ledger.mark = Mark(updateID: m.updateID, ts: m.ts)
        ledger.creationDate = m.creationDate
        ledger.principal = m.principal
        ledger.lastTransferNumber = m.lastTransferNumber
        if !m.accountID.isEmpty { ledger.accountID = m.accountID }
        ledger.accountIDIsObsolete = m.accountID.isEmpty && !isFirst
    }

    /// TW 9.3.
    mutating func apply(_ m: UpdatedPolicy) {
        guard m.updateID > wishes.mark.updateID else { return }
        wishes = WishesPart(
            mark: Mark(updateID: m.updateID, ts: m.ts), policyName: m.policyName, minPrincipal: m.minPrincipal,
            maxPrincipal: m.maxPrincipal, peg: m.peg)
    }

    /// TW 9.3.
    mutating func apply(_ m: UpdatedFlags) {
        guard m.updateID > flags.mark.updateID else { return }
        flags = FlagsPart(mark: Mark(updateID: m.updateID, ts: m.ts), configFlags: m.configFlags)
    }
}

extension UpdatedPolicy {
    /// Both or none are present (TW 6.3).
    fileprivate var peg: OwnPeg? {
        if let pegDebtorID, let pegExchangeRate { OwnPeg(debtor: pegDebtorID, exchangeRate: pegExchangeRate) } else { nil }
    }
}
