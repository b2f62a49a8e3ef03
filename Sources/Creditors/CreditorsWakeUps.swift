import NodeKit

extension WakeUps.Channel {
    /// Some ledger has work that no message will finish (CA 10.4).
    static let ledgers = WakeUps.Channel(rawValue: "ledgers")
}

extension WakeUps {
    /// Tells the other loops what a committed transaction has left for them.
    func announce(_ effects: Effects) {
        if !effects.messages.isEmpty { raise(.outbox) }
        if !effects.ledgerWork.isEmpty { raise(.ledgers) }
    }
}
