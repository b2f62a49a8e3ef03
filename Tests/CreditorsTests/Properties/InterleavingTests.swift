import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("Random interleavings of requests and messages (CA 20)")
struct InterleavingTests {
    /// How messages travel.
    struct Road: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        let isLossy: Bool
        let burst: Int

        var testDescription: String { "seed \(seed), \(isLossy ? "messages get lost" : "nothing gets lost"), bursts of \(burst)" }
    }

    static let roads = (1...40).map { Road(seed: $0, isLossy: $0 % 2 == 0, burst: [2, 3, 1000][Int($0 % 3)]) }

    private struct Play {
        var node = SimulatedNode()
        var authority = SimulatedAuthority()
        var random: SplitMix64
        var pool: [any InboxMessage] = []
        var read = 0
        let isLossy: Bool
        let creditors: [CreditorID] = [Sample.creditorID, CreditorID(Sample.creditorID.rawValue + 1)]
        let debtors: [DebtorID] = [1, -1, 7]

        init(_ road: Road) {
            random = SplitMix64(seed: road.seed)
            isLossy = road.isLossy
            node.rules.ledgerBurst = road.burst
            for id in creditors { node.createCreditor(id) }
        }

        mutating func chance(_ n: Int) -> Bool { Int.random(in: 0..<n, using: &random) == 0 }

        mutating func post(_ message: (any InboxMessage)?) {
            guard let message, !(isLossy && chance(8)) else { return }
            pool.append(message)
            if chance(4) { pool.append(message) }
        }

        /// The authority reads what the node has sent since the last time.
        mutating func exchange() {
            while read < node.sent.count {
                let message = node.sent[read]
                read += 1
                for answer in authority.receive(message, now: node.now, random: &random) { post(answer) }
            }
        }

        /// Delivers some messages of the pool in any order.
        mutating func deliver(atMost limit: Int) {
            let count = min(pool.count, Int.random(in: 1...limit, using: &random))
            guard count > 0 else { return }
            pool.shuffle(using: &random)
            let batch = Array(pool.suffix(count))
            pool.removeLast(count)
            node.deliver(batch)
        }

        mutating func act() {
            let creditor = creditors.randomElement(using: &random)!
            let key = AccountKey(creditor: creditor, debtor: debtors.randomElement(using: &random)!)
            let request = node.transfers.keys.sorted().randomElement(using: &random)
            switch Int.random(in: 0..<22, using: &random) {
            case 0...2: try? node.createAccount(key)
            case 3: if chance(6) { try? node.deleteAccount(key) }
            case 4: try? node.updateConfig(key, amount: 5, forDeletion: chance(5))
            case 5, 6:
                let uuid = TransferUUID(high: 1, low: UInt64.random(in: 0..<40, using: &random))
                try? node.createTransfer(creditor, uuid, Sample.request(amount: Int64.random(in: 1...9, using: &random)))
            case 7: if let request { try? node.cancelTransfer(request) }
            case 8: if let request, chance(3) { node.deleteTransfer(request) }
            case 9...14: post(authority.commit(key, now: node.now, random: &random))
            case 15: post(authority.update(key, now: node.now))
            case 16: if chance(8) { post(authority.purge(key, now: node.now)) }
            case 17: node.now = node.now.adding(seconds: Int64.random(in: 0...50_000, using: &random))
            case 18: if chance(20) { node.deactivate(creditor) }
            case 19: node.runLedgerJob()
            default: deliver(atMost: 12)
            }
        }
    }

    @Test("no interleaving breaks an invariant", arguments: roads)
    func invariants(road: Road) {
        var play = Play(road)
        var past = play.node
        for step in 0..<600 {
            let before = play.node
            play.act()
            play.exchange()
            var violations = Transitions.violations(from: before, to: play.node)
            if step % 20 == 0 {
                violations += Invariants.violations(of: play.node) + Transitions.rewritten(from: past, to: play.node)
                past = play.node
            }
            #expect(violations.isEmpty, "step \(step)")
            if !violations.isEmpty { return }
        }
        while !play.pool.isEmpty { play.deliver(atMost: 40) }
        play.node.runLedgerJob()
        #expect(Invariants.violations(of: play.node).isEmpty)
    }

    @Test("when everything has arrived, every ledger is complete, without any delay", arguments: roads.filter { !$0.isLossy })
    func completeness(road: Road) {
        var play = Play(road)
        for _ in 0..<400 {
            play.act()
            play.exchange()
        }
        repeat {
            play.exchange()
            play.deliver(atMost: 30)
        } while !play.pool.isEmpty || play.read < play.node.sent.count
        play.node.runLedgerJob()
        for (key, account) in play.node.accounts {
            guard let server = play.authority.accounts[key], server.creationDate == account.server.creationDate else { continue }
            // A life of the account that began after transfers were committed cannot have seen them.
            let links = play.node.committed.values.filter { $0.key == key && $0.transfer.creationDate == server.creationDate }
            guard links.contains(where: { $0.link.previous == 0 }) || server.number == 0 else { continue }
            #expect(account.ledger.lastTransferNumber == TransferNumber(server.number) || isCut(links.map(\.link)), "\(key)")
        }
    }

    /// Whether transfers are missing because there was no account when they arrived.
    private func isCut(_ links: [ChainLink]) -> Bool {
        let sorted = links.sorted { $0.number < $1.number }
        return zip(sorted, sorted.dropFirst()).contains { $1.previous != $0.number }
    }

    @Test(
        "gaps that do not heal are bridged after the maximal delay, and then the ledger agrees with the authority",
        arguments: roads.filter(\.isLossy))
    func gaps(road: Road) {
        var play = Play(road)
        for _ in 0..<400 {
            play.act()
            play.exchange()
        }
        while !play.pool.isEmpty { play.deliver(atMost: 30) }
        // The last word of the authority arrives.
        for key in play.node.accounts.keys.sorted() {
            if let update = play.authority.update(key, now: play.node.now) { play.node.deliver([update]) }
        }
        play.node.now = play.node.now.adding(microseconds: 15 * Sample.day)
        for _ in 0..<3 {
            play.node.scanAccounts()
            play.node.runLedgerJob()
            play.node.now = play.node.now.adding(seconds: 7200)
        }
        // Of an account that is gone there was no last word.
        for (key, account) in play.node.accounts where play.authority.accounts[key]?.isAlive == true {
            #expect(account.ledger.principal == account.server.principal, "\(key)")
            #expect(account.ledger.lastTransferNumber >= account.server.lastTransferNumber, "\(key)")
        }
        #expect(Invariants.violations(of: play.node).isEmpty)
    }

    @Test("any order of the same messages leads to the same ledger (CA 20.7.5)", arguments: 1...30 as ClosedRange<UInt64>)
    func order(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var messages: [any InboxMessage] = []
        var authority = SimulatedAuthority()
        _ = authority.receive(.configureAccount(Sample.account().data.configuration), now: Sample.now, random: &random)
        for _ in 0..<12 {
            messages += [authority.commit(Sample.key, now: Sample.now, random: &random)].compactMap(\.self)
            if Int.random(in: 0..<3, using: &random) == 0 { messages += [authority.update(Sample.key, now: Sample.now)].compactMap(\.self) }
        }
        messages += [authority.update(Sample.key, now: Sample.now)].compactMap(\.self)
        var outcomes: [Ledger] = []
        for _ in 0..<4 {
            var node = SimulatedNode()
            node.createCreditor(Sample.creditorID)
            try? node.createAccount(Sample.key)
            var rest = (messages + messages.shuffled(using: &random).prefix(6)).shuffled(using: &random)
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...5, using: &random))
                node.deliver(Array(rest.suffix(count)))
                rest.removeLast(count)
            }
            outcomes.append(node.accounts[Sample.key]!.ledger)
        }
        for outcome in outcomes {
            #expect(outcome.principal == outcomes[0].principal && outcome.lastTransferNumber == outcomes[0].lastTransferNumber)
            #expect(
                outcome.pendingTransferAt == nil && outcome.lastTransferNumber == TransferNumber(authority.accounts[Sample.key]!.number))
        }
    }
}
