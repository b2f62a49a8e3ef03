import SMPProtocol

extension Story {
    /// Issuers bring money into circulation.
    func issue(_ village: Village, _ balances: inout Balances) async throws {
        narrator.headline("The issuers pay with their own money")
        narrator.remark("The time ends when the payee's wallet has heard of the money.")
        try await issue(200_00, village.loaf, by: "The bakery", to: village.ana, &balances)
        try await issue(40_00, village.basket, by: "The farm", to: village.ben, &balances)
        try await issue(30_00, village.repair, by: "The workshop", to: village.cleo, &balances)
    }

    private func issue(_ amount: Int64, _ money: Money, by issuerName: String, to payee: Person, _ balances: inout Balances) async throws {
        balances.issue(amount, money, to: payee)
        let expected = balances[money, payee]
        try await narrator.step("\(issuerName) issues \(money.coin.text(amount)) to \(payee.name)") {
            let order = PaymentOrder(to: try identity(of: payee, in: money), amount: amount, note: "issued")
            try await deliver(order, from: money.issuer, to: payee, money, expected)
        }
    }

    /// People pay each other.
    func pay(_ village: Village, _ balances: inout Balances) async throws {
        narrator.headline("People pay each other")
        let (ana, ben, cleo) = (village.ana, village.ben, village.cleo)
        try await pay(20_00, village.loaf, from: ana, to: ben, "for a haircut", &balances)
        try await pay(5_00, village.basket, from: ben, to: cleo, "for a lesson", &balances)
        try await pay(2_50, village.repair, from: cleo, to: ana, "for a cake", &balances)
        balances.redeem(20_00, village.loaf, from: ben)
        let expected = balances.issuer(village.loaf)
        try await narrator.step("Ben buys bread for \(village.loaf.coin.text(20_00)) at the bakery: that money is gone") {
            let outcome = try await ben.wallet.pay(PaymentOrder(to: village.loaf.issuer.rootAccountURI, amount: 20_00, note: "bread"))
            try expect(outcome.errorCode, toBe: nil, "The error of the payment")
            try await untilTrue("the bakery's balance") { try await village.loaf.issuer.balance() == expected }
        }
    }

    func pay(
        _ amount: Int64, _ money: Money, from payer: Person, to payee: Person, _ note: String, _ balances: inout Balances
    ) async throws {
        balances.pay(amount, money, from: payer, to: payee)
        let expected = balances[money, payee]
        try await narrator.step("\(payer.name) pays \(payee.name) \(money.coin.text(amount)) \(note)") {
            var order = PaymentOrder(to: try identity(of: payee, in: money), amount: amount, note: note)
            order.pin = payer.pin
            try await deliver(order, from: payer.wallet, to: payee, money, expected)
        }
    }

    /// Orders a payment and waits until both sides know of it: the payee by his log.
    private func deliver(
        _ order: PaymentOrder, from payer: some Payer, to payee: Person, _ money: Money, _ expected: Int64
    ) async throws {
        let latest = try await payee.wallet.latestLogEntry()
        _ = try await payer.order(order)
        try await payee.wallet.awaitLoggedPrincipal(expected, of: money.id, after: latest)
        try expect(await payer.awaitOutcome(of: order.uuid).errorCode, toBe: nil, "The error of the payment")
    }

    func identity(of person: Person, in money: Money) throws -> String {
        try person.identities[money.id].required("identity in \(money.coin.unit)", of: person.name)
    }
}
