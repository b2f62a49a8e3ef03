public import SMPProtocol

/// Everything that a ``Book`` holds at one moment, as a value that can be written and read (AA 12.1.9). Rules are not part of it: they are
/// the configuration's. Neither is anything that follows from the rest.
struct BookSnapshot: Codable, Hashable, Sendable {
    var accounts: [Account]
    var locks: [TransferLock]
    var purged: [PurgedAccount]
    var inFlight: [PaymentInFlight]
    var rateChanges: [RateChange]

    struct PurgedAccount: Codable, Hashable, Sendable {
        let key: AccountKey
        let remains: Book.PurgedAccount
    }

    /// When some account of the debtor may take over its currency's rate.
    struct RateChange: Codable, Hashable, Sendable {
        let debtorID: DebtorID
        let at: Timestamp
    }
}

/// Why a snapshot is refused: it is not the state of any book.
struct SnapshotError: Error, CustomStringConvertible {
    let description: String
}

extension Book {
    /// The present state, in one order whatever has happened before.
    var snapshot: BookSnapshot {
        BookSnapshot(
            accounts: keys(.all).compactMap { accounts[$0] }, locks: lockKeys(.all).compactMap { locks[$0] },
            purged: purged.sorted { $0.key < $1.key }.map { .init(key: $0.key, remains: $0.value) }, inFlight: inFlight,
            rateChanges: nextRateChanges.sorted { $0.key < $1.key }.map { .init(debtorID: $0.key, at: $0.value) })
    }

    /// Books with the state of a snapshot.
    ///
    /// - Throws: when an account or a lock is there twice, or when the invariants of AA 13 do not hold.
    init(
        rules: AuthorityRules, snapshot: BookSnapshot, parseRootConfiguration: @escaping @Sendable (String) -> RootConfiguration?
    ) throws(SnapshotError) {
        self.init(rules: rules, parseRootConfiguration: parseRootConfiguration)
        for account in snapshot.accounts {
            guard accounts[account.key] == nil else { throw SnapshotError(description: "Account \(account.key) is there twice.") }
            put(account)
        }
        for lock in snapshot.locks {
            guard locks[lock.key] == nil, accounts[lock.key.account] != nil else {
                throw SnapshotError(
                    description: "Transfer \(lock.key.transferID) of \(lock.key.account) is there twice, or its account is missing.")
            }
            put(lock)
        }
        for payment in snapshot.inFlight { put(payment) }
        for entry in snapshot.purged { purged[entry.key] = entry.remains }
        for change in snapshot.rateChanges { nextRateChanges[change.debtorID] = change.at }
        forgetStep()
        for debtorID in debtorIDs {
            if let violation = violation(of: debtorID) { throw SnapshotError(description: "\(violation).") }
        }
    }
}

// The identifiers are stored as what they are in messages.
extension DebtorID: Codable {}
extension CreditorID: Codable {}
extension CoordinatorID: Codable {}
extension CoordinatorRequestID: Codable {}
extension TransferID: Codable {}
extension TransferNumber: Codable {}
extension SequenceNumber: Codable {}
extension CoordinatorType: Codable {}
/// Microseconds since 1970.
extension Timestamp: Codable {}
/// Days since 1970.
extension CalendarDate: Codable {}

extension EventStamp: Codable {
    private enum Key: String, CodingKey { case ts, seqnum }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        self.init(ts: try members.decode(Timestamp.self, forKey: .ts), seqnum: try members.decode(SequenceNumber.self, forKey: .seqnum))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(ts, forKey: .ts)
        try members.encode(seqnum, forKey: .seqnum)
    }
}
