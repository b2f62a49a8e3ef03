import SMPProtocol

/// A currency of the story and who issues it.
struct Money: Sendable {
    let coin: Coin
    let issuer: Issuer

    var id: DebtorID { issuer.id }
}

/// Somebody with a wallet.
struct Person: Sendable {
    let name: String
    let wallet: Wallet
    var pin: String?
    /// To which URI others pay, by currency.
    var identities: [DebtorID: String] = [:]

    init(name: String, wallet: Wallet) {
        self.name = name
        self.wallet = wallet
    }
}

/// Everybody and everything in the story.
struct Village: Sendable {
    /// The base currency: what the others are compared with. Nobody needs to hold it.
    var hour: Money
    var loaf: Money
    var basket: Money
    var repair: Money
    var ana: Person
    var ben: Person
    var cleo: Person

    var currencies: [Money] { [loaf, basket, repair] }
    var people: [Person] { [ana, ben, cleo] }

    func name(_ id: CreditorID) -> String { people.first { $0.wallet.id == id }?.name ?? id.unsignedText }
    func coin(_ id: DebtorID) -> Coin { ([hour] + currencies).first { $0.id == id }?.coin ?? hour.coin }
}

/// What everybody must have: follows from the story alone, not from what any node says.
struct Balances: Hashable, Sendable {
    private var amounts: [Account: Int64] = [:]
    /// What is left on the collectors' accounts.
    private var kept: [DebtorID: Int64] = [:]

    private struct Account: Hashable {
        let currency: DebtorID
        /// The root account is the issuer's.
        let holder: CreditorID
    }

    subscript(currency: Money, holder: Person) -> Int64 {
        amounts[Account(currency: currency.id, holder: holder.wallet.id)] ?? 0
    }

    /// Minus what is in circulation.
    func issuer(_ currency: Money) -> Int64 {
        amounts[Account(currency: currency.id, holder: .root)] ?? 0
    }

    /// What Circular Trade has not handed out.
    func collectors(_ currency: Money) -> Int64 { kept[currency.id] ?? 0 }

    mutating func issue(_ amount: Int64, _ currency: Money, to holder: Person) {
        move(amount, currency.id, from: .root, to: holder.wallet.id)
    }

    mutating func pay(_ amount: Int64, _ currency: Money, from payer: Person, to payee: Person) {
        move(amount, currency.id, from: payer.wallet.id, to: payee.wallet.id)
    }

    /// Back to the issuer: the money is gone.
    mutating func redeem(_ amount: Int64, _ currency: Money, from payer: Person) {
        move(amount, currency.id, from: payer.wallet.id, to: .root)
    }

    /// What somebody gives in a circle, and what of it arrives.
    mutating func apply(_ link: Circle.Link, _ arrived: Int64) {
        move(link.amount, link.currency, from: link.giver, to: link.taker)
        amounts[Account(currency: link.currency, holder: link.taker), default: 0] -= link.amount - arrived
        kept[link.currency, default: 0] += link.amount - arrived
    }

    private mutating func move(_ amount: Int64, _ currency: DebtorID, from: CreditorID, to: CreditorID) {
        precondition(amount > 0)
        amounts[Account(currency: currency, holder: from), default: 0] -= amount
        amounts[Account(currency: currency, holder: to), default: 0] += amount
    }
}
