import SMPProtocol

/// AA 13: what must be true after every step. A violation is a mistake of the sandbox itself, or money that does not fit in 64 bits; a demo
/// or a test must not pass over it.
extension Book {
    /// How many violations are kept.
    static let maximumViolations = 100

    /// The checks after a step: they cost as much as the step has touched. From time to time, and rarely enough not to cost more than the
    /// steps themselves, a debtor's accounts are checked one by one as well.
    mutating func check(_ touched: Set<AccountKey>) {
        for key in touched {
            if let account = accounts[key], let problem = problem(of: account) { note(problem) }
            stepsSinceCheck[key.debtorID, default: 0] += 1
        }
        for debtorID in Set(touched.map(\.debtorID)) {
            let sum = index.principals[debtorID, default: 0] + index.inFlight[debtorID, default: 0]
            if sum != 0 { note("the principals of debtor \(debtorID) add up to \(sum)") }
            if stepsSinceCheck[debtorID, default: 0] >= max(1000, index.creditors[debtorID]?.count ?? 0) {
                stepsSinceCheck[debtorID] = 0
                if let violation = violation(of: debtorID) { note(violation) }
            }
        }
    }

    /// Keeps a violation, once.
    mutating func note(_ violation: String) {
        guard violations.count < Self.maximumViolations, !violations.contains(violation) else { return }
        violations.append(violation)
    }

    /// AA 13.2, 13.3, 13.7.
    private func problem(of account: Account) -> String? {
        let key = account.key
        if account.isOverflown { return "the principal of account \(key) did not fit" }
        if account.isDeleted && (account.principal != 0 || account.interest != 0) {
            return "account \(key) is deleted, with \(account.principal) on it"
        }
        if account.isDeleted && account.pendingTransfersCount != 0 { return "account \(key) is deleted, with prepared transfers" }
        if key.isRoot
            && (account.interest != 0 || account.interestRate != 0 || account.lastTransferNumber != 0 || account.debtorInfo != nil)
        {
            return "the root account of \(key.debtorID) has interest, a rate, a transfer number or a description"
        }
        guard account.interest.isFinite else { return "the interest of account \(key) is \(account.interest)" }
        guard index.transferIDs[key]?.count ?? 0 == Int(account.pendingTransfersCount) else {
            return
                "account \(key) counts \(account.pendingTransfersCount) prepared transfers, but has \(index.transferIDs[key]?.count ?? 0)"
        }
        return nil
    }

    /// AA 13.8, 13.9: a commit beyond its lock leaves at least the least allowed balance; within the lock it may not, after negative
    /// interest or a lowered limit. Beyond 2^53 an error of one unit is in the nature of interest.
    mutating func checkFloor(of lock: TransferLock, _ committed: Int64, now: Timestamp) {
        guard committed > lock.lockedAmount, let sender = liveAccount(lock.key.account) else { return }
        let available = sender.availableAmount(at: now)
        if available < sender.minBalance - 1 { note("account \(sender.key) has paid \(committed), and \(available) are left") }
    }

    /// Looks at every account of a debtor: what is wrong, or nil. Conservation is summed up anew (AA 13.1), and so are the locks (AA 13.3).
    func violation(of debtorID: DebtorID) -> String? {
        var sum = inFlight.reduce(Int128(0)) { $1.target.debtorID == debtorID ? $0 + Int128($1.amount) : $0 }
        for key in keys(.debtor(debtorID)) {
            guard let account = accounts[key] else { return "account \(key) is in the index only" }
            sum += Int128(account.principal)
            if let problem = problem(of: account) { return problem }
            let total = lockKeys(.account(key)).reduce(Int128(0)) { $0 + Int128(locks[$1]?.lockedAmount ?? 0) }
            if total != Int128(account.totalLockedAmount) {
                return "account \(key) has \(account.totalLockedAmount) locked, but its prepared transfers lock \(total)"
            }
        }
        return sum == 0 ? nil : "the principals of debtor \(debtorID) add up to \(sum)"
    }
}
