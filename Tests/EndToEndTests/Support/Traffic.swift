import Demo
import SMPProtocol
import TestSupport
import WebFetch

/// Random payments between the holders of a currency, many at once. Nodes and servers may come and go meanwhile: whoever gets no answer
/// repeats the same order, as wallets do.
struct Traffic {
    let circulation: Circulation
    let seed: UInt64
    /// How many payers are at work at once.
    var payers = 16
    /// How long a payer waits for an answer, and for the end of a payment, in seconds.
    var patience: Double = 90

    /// What must follow from the payments.
    struct Effects: Sendable {
        /// How much each holder has more, or less.
        var changes: [Int64]
        /// In how many successful payments each holder took part.
        var participations: [Int]
        var successes = 0
        /// Payments that could not succeed, and did not.
        var refusals = 0
        /// Payments that ended otherwise than they should.
        var surprises: [String] = []

        init(holders: Int) {
            changes = Array(repeating: 0, count: holders)
            participations = Array(repeating: 0, count: holders)
        }

        mutating func add(_ other: Effects) {
            for index in changes.indices {
                changes[index] += other.changes[index]
                participations[index] += other.participations[index]
            }
            successes += other.successes
            refusals += other.refusals
            surprises += other.surprises
        }
    }

    /// Orders payments, and returns when all have ended.
    func run(payments: Int) async throws -> Effects {
        try await withThrowingTaskGroup(of: Effects.self) { group in
            for payer in 0..<payers {
                let share = payments / payers + (payer < payments % payers ? 1 : 0)
                group.addTask { try await work(share, SplitMix64(seed: seed &+ UInt64(payer) &* 0x9e37_79b9)) }
            }
            return try await group.reduce(into: Effects(holders: circulation.holders.count)) { $0.add($1) }
        }
    }

    private func work(_ payments: Int, _ generator: SplitMix64) async throws -> Effects {
        var generator = generator
        var effects = Effects(holders: circulation.holders.count)
        for _ in 0..<payments { try await pay(&generator, &effects) }
        return effects
    }

    /// One payment: nine out of ten must succeed; the others are larger than any balance, or go to nobody.
    private func pay(_ generator: inout SplitMix64, _ effects: inout Effects) async throws {
        let holders = circulation.holders
        let payer = Int.random(in: 0..<holders.count, using: &generator)
        let payee = (payer + Int.random(in: 1..<holders.count, using: &generator)) % holders.count
        var order = PaymentOrder(to: holders[payee].identity, amount: Int64.random(in: 1...100, using: &generator), note: "traffic")
        var code: String?
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: (order.amount, code) = (Int64.max, "INSUFFICIENT_AVAILABLE_AMOUNT")
        case 1: (order.recipient, code) = (circulation.issuer.uri + "/1", "RECIPIENT_IS_UNREACHABLE")
        default: break
        }
        let outcome = try await Self.insist(order, holders[payer].wallet, seconds: patience)
        if outcome.errorCode != code {
            effects.surprises.append("\(outcome) instead of \(code ?? "success"): \(order.uuid)")
        }
        guard outcome.isSuccess else {
            effects.refusals += 1
            return
        }
        effects.successes += 1
        effects.changes[payer] -= order.amount
        effects.changes[payee] += order.amount
        effects.participations[payer] += 1
        effects.participations[payee] += 1
    }

    /// Orders a payment and waits for its end, however often a node or a server is out of service meanwhile.
    static func insist(_ order: PaymentOrder, _ payer: some Payer, seconds: Double = 90) async throws -> PaymentOutcome {
        _ = try await awaited("an answer to \(order.uuid)", seconds: seconds, pause: .milliseconds(20)) {
            try await Patience.unlessOutOfService { try await payer.api.call(.post, payer.transfersPath, order.body, expecting: 201, 303) }
        }
        return try await awaited("the end of \(order.uuid)", seconds: seconds, pause: .milliseconds(40)) {
            try await Patience.unlessOutOfService { try await payer.outcome(of: order.uuid) } ?? nil
        }
    }
}
