import SMPProtocol
import Testing

@testable import Sandbox

let debtor: DebtorID = 77
let root = AccountKey.root(of: debtor)
/// Two creditors of one agent, and one of another.
let alice = AccountKey(debtor, 0x0000_0201_0000_0007)
let bob = AccountKey(debtor, 0x0000_0201_0000_0008)
let stranger = AccountKey(debtor, 0x0000_0301_0000_0009)

let day: Int64 = 86_400
let year = 31_557_600.0

func moment(_ text: String) -> Timestamp { Timestamp(iso8601: text)! }

/// The books with a clock, and messages with as few words as possible.
struct Bank {
    var book: Book
    var now = moment("2026-03-04T10:00:00+00:00")
    private var seqnum: SequenceNumber = 0
    private var requestID: Int64 = 0

    init(_ change: (inout AuthorityRules) -> Void = { _ in }) {
        var rules = AuthorityRules()
        change(&rules)
        book = Book(rules: rules, parseRootConfiguration: RootConfigData().parse)
    }

    subscript(key: AccountKey) -> Account {
        get throws { try #require(book.accounts[key]) }
    }

    /// Puts an account into a state, and takes what it owns from the root account.
    mutating func put(_ key: AccountKey, _ change: (inout Account) -> Void) {
        _ = book.step(now: now) { book in
            var account = book.accounts[key] ?? Account(key: key, creationDate: now.date, now: now)
            let before = account.principal
            change(&account)
            let difference = account.principal - before
            book.put(account)
            guard !key.isRoot else { return }
            var root = book.accounts[.root(of: key.debtorID)] ?? Account(key: .root(of: key.debtorID), creationDate: now.date, now: now)
            root.principal -= difference
            book.put(root)
        }
    }

    mutating func pass(seconds: Int64) { now = now.adding(seconds: seconds) }

    // MARK: Messages

    mutating func configuration(
        _ key: AccountKey, negligible: Float = 0, data: String = "", flags: Int32 = 0, ts: Timestamp? = nil, seqnum: SequenceNumber? = nil
    ) -> ConfigureAccount {
        if ts == nil && seqnum == nil { self.seqnum = self.seqnum.next }
        return ConfigureAccount(
            debtorID: key.debtorID, creditorID: key.creditorID, negligibleAmount: negligible, configData: data, configFlags: flags,
            seqnum: seqnum ?? (ts == nil ? self.seqnum : 0), ts: ts ?? now)
    }

    mutating func configure(
        _ key: AccountKey, negligible: Float = 0, data: String = "", flags: Int32 = 0, ts: Timestamp? = nil, seqnum: SequenceNumber? = nil
    ) -> [Emission] {
        let message = configuration(key, negligible: negligible, data: data, flags: flags, ts: ts, seqnum: seqnum)
        return book.configure(message, now: now, wallNow: now)
    }

    mutating func request(
        _ sender: AccountKey, to recipient: String, _ amounts: ClosedRange<Int64> = 0...0, type: CoordinatorType = .direct,
        maxCommitDelay: Int32 = .max, finalInterestRateTs: Timestamp = .farFuture
    ) -> PrepareTransfer {
        requestID += 1
        return PrepareTransfer(
            debtorID: sender.debtorID, creditorID: sender.creditorID, coordinatorType: type,
            coordinatorID: type == .issuing ? CoordinatorID(sender.debtorID) : CoordinatorID(sender.creditorID),
            coordinatorRequestID: CoordinatorRequestID(requestID), minLockedAmount: amounts.lowerBound, maxLockedAmount: amounts.upperBound,
            recipient: AccountID(recipient)!, finalInterestRateTs: finalInterestRateTs, maxCommitDelay: maxCommitDelay, ts: now)
    }

    mutating func prepare(
        _ sender: AccountKey, to recipient: AccountKey, _ amounts: ClosedRange<Int64> = 0...0, type: CoordinatorType = .direct
    ) -> [Emission] {
        let message = request(sender, to: book.rules.accountID(of: recipient.creditorID).rawValue, amounts, type: type)
        return book.prepare(message, now: now)
    }

    static func finalization(_ prepared: PreparedTransfer, _ amount: Int64, note: String = "", ts: Timestamp) -> FinalizeTransfer {
        FinalizeTransfer(
            transferNoteFormat: "", transferNote: note, debtorID: prepared.debtorID, creditorID: prepared.creditorID,
            coordinatorType: prepared.coordinatorType, coordinatorID: prepared.coordinatorID,
            coordinatorRequestID: prepared.coordinatorRequestID, transferID: prepared.transferID, committedAmount: amount, ts: ts)
    }

    mutating func finalize(_ prepared: PreparedTransfer, _ amount: Int64, note: String = "") -> [Emission] {
        book.finalize(Self.finalization(prepared, amount, note: note, ts: now), now: now)
    }

    /// Prepares and commits.
    mutating func pay(_ sender: AccountKey, to recipient: AccountKey, _ amount: Int64, type: CoordinatorType = .direct) throws -> [Emission]
    {
        let emissions = prepare(sender, to: recipient, type == .issuing ? amount...amount : 0...0, type: type)
        return try finalize(#require(emissions.prepared, "\(emissions.lines)"), amount)
    }

    /// A root account that may issue, and two accounts.
    mutating func open(negligible: Float = 0, rate: Float? = nil) {
        _ = configure(root, negligible: 9.223372e+18, data: rate.map { "{\"rate\":\($0)}" } ?? "")
        _ = configure(alice, negligible: negligible)
        _ = configure(bob, negligible: negligible)
    }
}

extension [Emission] {
    var prepared: PreparedTransfer? {
        compactMap { if case .preparedTransfer(let message) = $0 { message } else { nil } }.first
    }

    var finalized: FinalizedTransfer? {
        compactMap { if case .finalizedTransfer(let message) = $0 { message } else { nil } }.first
    }

    var rejected: RejectedTransfer? {
        compactMap { if case .rejectedTransfer(let message) = $0 { message } else { nil } }.first
    }

    var updates: [AccountUpdate] {
        compactMap { if case .accountUpdate(let message) = $0 { message } else { nil } }
    }

    /// One short line for each message, as in AA 14.7.
    var lines: [String] { map(\.line) }
}

extension Emission {
    var line: String {
        switch self {
        case .accountUpdate(let m): "AU(\(name(m.creditorID)), \(m.lastChangeSeqnum), \(m.principal), \(m.lastTransferNumber))"
        case .accountPurge(let m): "AP(\(name(m.creditorID)))"
        case .accountTransfer(let m):
            "AT(\(name(m.creditorID)), \(m.transferNumber), \(m.acquiredAmount), \(m.principal)) \(m.coordinatorType) "
                + "\(name(m.sender))→\(name(m.recipient)) previous \(m.previousTransferNumber)"
        case .rejectedConfig(let m): "RC(\(name(m.creditorID)), \(m.rejectionCode))"
        case .rejectedTransfer(let m): "RT(\(m.statusCode), \(m.totalLockedAmount))"
        case .preparedTransfer(let m): "PT(\(name(m.creditorID)), \(m.transferID.rawValue & 0xff_ffff_ffff), locked \(m.lockedAmount))"
        case .finalizedTransfer(let m): "FT(\(m.statusCode), \(m.committedAmount), locked \(m.totalLockedAmount))"
        }
    }

    private func name(_ id: CreditorID) -> String {
        switch id {
        case root.creditorID: "R"
        case alice.creditorID: "A"
        case bob.creditorID: "B"
        default: id.unsignedText
        }
    }

    private func name(_ id: AccountID) -> String { CreditorID(pathSegment: id.rawValue).map(name) ?? id.rawValue }
}
