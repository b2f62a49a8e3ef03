import SMPProtocol
import TestSupport
import Testing

@testable import Sandbox

/// Random messages in random order, lost, doubled and late; an auditor looks at every step (AA 13).
struct RandomWorldTests {
    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func `Whatever comes, the books are right and the messages make sense`(seed: UInt64) {
        var world = RandomWorld(seed: seed, rates: -50...100)
        for step in 1...2500 {
            world.step()
            guard world.auditor.complaints.isEmpty else {
                Issue.record("seed \(seed), step \(step): \(world.auditor.complaints.joined(separator: "; "))")
                return
            }
        }
        #expect(world.committedCount > 100, "seed \(seed): the test has tested nothing")
    }

    @Test(arguments: 101...106 as ClosedRange<UInt64>)
    func `Without negative rates nobody ever owes anything`(seed: UInt64) {
        var world = RandomWorld(seed: seed, rates: 0...20)
        for step in 1...2500 {
            world.step()
            for account in world.book.accounts.values where !account.key.isRoot {
                if account.availableAmount(at: world.now) < 0 {
                    Issue.record("seed \(seed), step \(step): \(account) at \(world.now)")
                    return
                }
            }
        }
        #expect(world.committedCount > 100, "seed \(seed): the test has tested nothing")
    }

    @Test func `The same inputs give the same messages in the same order`() {
        var first = RandomWorld(seed: 7, rates: -10...10)
        var second = RandomWorld(seed: 7, rates: -10...10)
        for _ in 1...1000 {
            #expect(first.step() == second.step())
        }
    }

    @Test(arguments: 21...24 as ClosedRange<UInt64>)
    func `Books that were written and read again go on as if nothing had happened`(seed: UInt64) throws {
        var one = RandomWorld(seed: seed, rates: -10...10)
        var other = RandomWorld(seed: seed, rates: -10...10)
        for step in 1...1500 {
            if step % 100 == 0 { try other.restart() }
            #expect(one.step() == other.step(), "seed \(seed), step \(step)")
        }
        #expect(one.book.snapshot == other.book.snapshot, "seed \(seed)")
        #expect(other.auditor.complaints == [], "seed \(seed)")
        #expect(one.committedCount > 60 && !one.book.locks.isEmpty && !one.book.purged.isEmpty, "seed \(seed): the test has tested nothing")
    }

    @Test func `Steps of a large currency pay as much as small ones, and conserve money`() throws {
        var bank = Bank()
        bank.open()
        let keys = (0..<20_000).map { AccountKey(debtor, CreditorID(0x0000_0201_0001_0000 + Int64($0))) }
        for key in keys {
            let message = bank.configuration(key)
            _ = bank.book.configure(message, now: bank.now, wallNow: bank.now)
        }
        for index in 0..<3000 { _ = try bank.pay(root, to: keys[index], 10, type: .issuing) }
        for index in 0..<3000 { _ = try bank.pay(keys[index], to: keys[19_999 - index], 3) }
        #expect(bank.book.violation(of: debtor) == nil && bank.book.violations.isEmpty)
        #expect(try bank[root].principal == -30_000)
        #expect(bank.book.takePayments().count == 6000)
    }
}

/// A small network, its memory of messages, and dice.
struct RandomWorld {
    private(set) var book = Book(parseRootConfiguration: RootConfigData().parse)
    private(set) var auditor = Inspector()
    private(set) var now = moment("2026-03-04T10:00:00+00:00")
    private(set) var committedCount = 0
    private var random: SplitMix64
    private let rates: ClosedRange<Int>
    private var requestID: Int64 = 0
    private var seqnum: SequenceNumber = 2_147_483_600
    private var oldConfigurations: [ConfigureAccount] = []
    private var oldRequests: [PrepareTransfer] = []
    private var known: [PreparedTransfer] = []

    private static let debtors: [DebtorID] = [77, -5]
    private static let creditors: [CreditorID] = [
        0, 0x0000_0201_0000_0001, 0x0000_0201_0000_0002, 0x0000_0200_0000_0003, 0x0000_0301_0000_0004, -9,
    ]

    init(seed: UInt64, rates: ClosedRange<Int>) {
        random = SplitMix64(seed: seed)
        self.rates = rates
        for debtorID in Self.debtors {
            for creditorID in Self.creditors {
                let message = configuration(AccountKey(debtorID, creditorID), flags: 0)
                run { $0.configure(message, now: $1, wallNow: $1) }
            }
        }
    }

    /// Writes everything down, forgets it, and goes on from what was written.
    mutating func restart() throws {
        let written = try SandboxSnapshot(clockOffsetMicroseconds: 0, book: book.snapshot, waiting: []).json()
        let read = try SandboxSnapshot(json: written)
        book = try Book(rules: book.rules, snapshot: read.book, parseRootConfiguration: RootConfigData().parse)
        auditor.changeBooks(book)
    }

    /// Does something. Returns what was sent.
    @discardableResult
    mutating func step() -> [Emission] {
        now = now.adding(microseconds: Int64.random(in: 0...3_000_000, using: &random))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<10:
            let message = configuration(key(), flags: chance(0.1) ? 1 : 0)
            return run { $0.configure(message, now: $1, wallNow: $1) }
        case 10..<12:
            guard let message = oldConfigurations.randomElement(using: &random) else { return [] }
            return run { $0.configure(message, now: $1, wallNow: $1) }
        case 12..<45: return prepare(request())
        case 45..<48: return oldRequests.randomElement(using: &random).map { prepare($0) } ?? []
        case 48..<92: return finalize()
        case 92..<94: return run { $0.capitalizeInterest(.all, now: $1) }
        case 94: return run { $0.attemptDeletions(.all, now: $1) }
        case 95: return run { $0.purge(.all, isForced: true, now: $1) }
        case 96: return run { $0.heartbeat(.all, isForced: true, now: $1) }
        case 97: return run { $0.remind(.all, isForced: true, now: $1) }
        case 98: return run { $0.refreshRates(.all, now: $1) }
        default:
            now = now.adding(seconds: Int64.random(in: 0...(40 * day), using: &random))
            return []
        }
    }

    @discardableResult
    private mutating func run(_ body: (inout Book, Timestamp) -> [Emission]) -> [Emission] {
        let emissions = body(&book, now)
        let payments = book.takePayments()
        committedCount += payments.count
        auditor.observe(emissions, payments, book)
        return emissions
    }

    private mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &random) < probability }

    private mutating func key() -> AccountKey {
        AccountKey(Self.debtors.randomElement(using: &random)!, Self.creditors.randomElement(using: &random)!)
    }

    private mutating func configuration(_ key: AccountKey, flags: Int32) -> ConfigureAccount {
        seqnum = seqnum.next
        let data = "{\"rate\":\(Int.random(in: rates, using: &random)),\"limit\":\([1_000_000, Int64.max].randomElement(using: &random)!)}"
        let message = ConfigureAccount(
            debtorID: key.debtorID, creditorID: key.creditorID,
            negligibleAmount: key.isRoot ? 1e18 : [0, 2, 100, 1e30].randomElement(using: &random)!,
            configData: key.isRoot ? data : chance(0.05) ? "wrong" : "", configFlags: flags, seqnum: seqnum, ts: now)
        oldConfigurations.append(message)
        return message
    }

    private mutating func request() -> PrepareTransfer {
        requestID += 1
        let sender = key()
        let recipient = key().creditorID
        let type: CoordinatorType = sender.isRoot ? .issuing : chance(0.3) ? .agent : .direct
        let amount = chance(0.4) ? 0 : Int64.random(in: 0...1000, using: &random)
        let message = PrepareTransfer(
            debtorID: sender.debtorID, creditorID: sender.creditorID, coordinatorType: type,
            coordinatorID: type == .issuing ? CoordinatorID(sender.debtorID) : CoordinatorID(sender.creditorID),
            coordinatorRequestID: CoordinatorRequestID(requestID), minLockedAmount: chance(0.5) ? amount : 0, maxLockedAmount: amount,
            recipient: AccountID(recipient.unsignedText)!, finalInterestRateTs: chance(0.2) ? now : .farFuture,
            maxCommitDelay: chance(0.2) ? Int32.random(in: 0...10, using: &random) : .max, ts: now)
        oldRequests.append(message)
        return message
    }

    /// 13.10: exactly one answer.
    private mutating func prepare(_ message: PrepareTransfer) -> [Emission] {
        let emissions = run { $0.prepare(message, now: $1) }
        if emissions.count != 1 || (emissions.prepared == nil) == (emissions.rejected == nil) {
            auditor.complain("\(message) was answered by \(emissions)")
        }
        if let prepared = emissions.prepared { known.append(prepared) }
        return emissions
    }

    /// Also of transfers that were finalized before.
    private mutating func finalize() -> [Emission] {
        guard let index = known.indices.suffix(40).randomElement(using: &random) else { return [] }
        let prepared = known[index]
        let amount = chance(0.2) ? 0 : chance(0.5) ? prepared.lockedAmount : Int64.random(in: 0...1500, using: &random)
        let key = TransferLock.Key(account: AccountKey(prepared.debtorID, prepared.creditorID), transferID: prepared.transferID)
        let isOpen = book.locks[key] != nil
        let message = Bank.finalization(prepared, amount, ts: now)
        let emissions = run { $0.finalize(message, now: $1) }
        if isOpen != (emissions.finalized != nil) { auditor.complain("\(message) was answered by \(emissions)") }
        checkLimit(emissions.finalized, prepared)
        return emissions
    }

    /// 13.9: nothing is issued beyond the limit, except what was locked before the limit was lowered.
    private mutating func checkLimit(_ finalized: FinalizedTransfer?, _ prepared: PreparedTransfer) {
        guard let finalized, finalized.committedAmount > prepared.lockedAmount, prepared.coordinatorType == .issuing else { return }
        guard let account = book.accounts[.root(of: prepared.debtorID)] else { return }
        if account.principal < account.minBalance { auditor.complain("\(finalized) has issued beyond the limit: \(account.principal)") }
    }
}
