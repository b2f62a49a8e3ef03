import SMPProtocol

extension Story {
    /// Payments that must not take place, each for another reason.
    func refuse(_ village: inout Village, _ balances: inout Balances) async throws {
        narrator.headline("Some payments are refused")
        let (ana, ben, loaf, repair) = (village.ana, village.ben, village.loaf, village.repair)
        let bens = try identity(of: ben, in: loaf)
        try await refused("Ana pays Ben more LOAF than she has", "INSUFFICIENT_AVAILABLE_AMOUNT") {
            try await ana.wallet.pay(PaymentOrder(to: bens, amount: 999_00))
        }
        try await refused("The bakery issues beyond its limit", "INSUFFICIENT_AVAILABLE_AMOUNT") {
            try await loaf.issuer.pay(PaymentOrder(to: bens, amount: Self.limit))
        }
        try await refused("Ana mistypes the account number", "RECIPIENT_IS_UNREACHABLE") {
            try await ana.wallet.pay(PaymentOrder(to: loaf.issuer.uri + "/4711", amount: 1_00))
        }
        try await refused("Ana pays herself", "RECIPIENT_SAME_AS_SENDER") {
            try await ana.wallet.pay(PaymentOrder(to: try identity(of: ana, in: loaf), amount: 1_00))
        }
        try await refused("Ana pays with a deadline that is over", "TIMEOUT") {
            var order = PaymentOrder(to: bens, amount: 1_00)
            order.deadline = .epoch
            return try await ana.wallet.pay(order)
        }

        village.cleo.pin = "2718"
        let cleo = village.cleo
        try await narrator.step("Cleo protects her wallet with a PIN") { try await cleo.wallet.setPIN("2718") }
        try await forbidden("A thief with Cleo's telephone, but without her PIN, pays", 403) {
            var order = PaymentOrder(to: try identity(of: ben, in: repair), amount: 1_00)
            order.pin = "0000"
            return try await cleo.wallet.order(order, expecting: 403)
        }
        try await pay(1_00, repair, from: cleo, to: ben, "with the right PIN", &balances)
        try await forbidden("Ana looks into Ben's wallet", 403) {
            try await ana.wallet.api.call(.get, ben.wallet.path + "wallet", expecting: 403)
        }
        try await forbidden("Somebody without a token tries the same", 401) {
            try await APIClient(address: nodes.creditors, token: nil, web: nodes.web).call(.get, ben.wallet.path + "wallet", expecting: 401)
        }
    }

    /// A transfer that starts, and fails.
    func refused(_ text: String, _ code: String, _ body: () async throws -> PaymentOutcome) async throws {
        _ = try await narrator.step(text, outcome: { $0 }) {
            let outcome = try await body()
            try expect(outcome.errorCode, toBe: code, "The error of the payment")
            return code
        }
    }

    /// A call that is not even accepted.
    private func forbidden(_ text: String, _ status: Int, _ body: () async throws -> APIAnswer) async throws {
        _ = try await narrator.step(text, outcome: { "HTTP \($0)" }) { try await body().status }
    }
}
