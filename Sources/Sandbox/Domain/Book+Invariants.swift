import SMPProtocol

/// AA 13: what must be true after every step. A violation is a mistake of the sandbox itself, so it stops at once: a demo or a test that went on
/// with money made of nothing would prove nothing.
extension Book {
    func checkInvariants(of debtorID: DebtorID) {
        if let violation = violation(of: debtorID) { preconditionFailure(violation) }
    }

    /// What is wrong with the books of a debtor; nil when nothing is.
    public func violation(of debtorID: DebtorID) -> String? {
        var sum: (high: Int64, low: UInt64) = (0, 0)
        for account in accounts.values where account.key.debtorID == debtorID {
            let (low, carry) = sum.low.addingReportingOverflow(UInt64(bitPattern: account.principal))
            sum = (sum.high &+ (account.principal < 0 ? -1 : 0) &+ (carry ? 1 : 0), low)
            if account.isOverflown { return "the principal of \(account.key) did not fit" }
            if let wrong = wrongLocks(of: account) { return wrong }
            if account.isDeleted && account.principal != 0 { return "\(account.key) is deleted, with \(account.principal) on it" }
            if account.key.isRoot && (account.interest != 0 || account.interestRate != 0 || account.lastTransferNumber != 0) {
                return "the root account of \(debtorID) has interest, a rate or a transfer number"
            }
        }
        guard sum == (0, 0) else { return "the principals of debtor \(debtorID) do not add up to zero" }
        return nil
    }

    private func wrongLocks(of account: Account) -> String? {
        if account.pendingTransfersCount == 0 && account.totalLockedAmount == 0 { return nil }
        let own = locks.values.filter { $0.key.account == account.key }
        var total: Int64 = 0
        for lock in own { total = Interest.sum(total, lock.lockedAmount).amount }
        return own.count == Int(account.pendingTransfersCount) && total == account.totalLockedAmount
            ? nil : "\(account.key) has \(account.totalLockedAmount) locked by \(account.pendingTransfersCount), but its locks say \(total) by \(own.count)"
    }
}
