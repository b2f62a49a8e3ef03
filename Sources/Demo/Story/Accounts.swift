import SMPProtocol

extension Story {
    /// Everybody opens an account in every currency.
    func openAccounts(_ village: inout Village) async throws {
        try await openAccounts(of: &village.ana, village)
        try await openAccounts(of: &village.ben, village)
        try await openAccounts(of: &village.cleo, village)
    }

    private func openAccounts(of person: inout Person, _ village: Village) async throws {
        for money in village.currencies + [village.hour] {
            let owner = person
            person.identities[money.id] = try await narrator.step(
                "\(person.name) opens an account in \(money.coin.unit) and checks the coin"
            ) {
                let identity = try await open(owner, money)
                try await checkCoin(owner, money)
                try await adjust(owner, money, identity)
                return identity
            }
        }
    }

    private func open(_ person: Person, _ money: Money) async throws -> String {
        try await person.wallet.open(money.id)
        return try await person.wallet.awaitIdentity(money.id)
    }

    /// What a wallet does with a scanned coin: the document that the accounting authority names must be the one that the coin means
    /// (AA 11.1).
    private func checkCoin(_ person: Person, _ money: Money) async throws {
        let info = try await awaited("the debtor info of \(money.coin.unit)") {
            try await person.wallet.part("info", of: money.id).at("debtorInfo")
        }
        let address = try info.at("iri")?.string.required("iri", of: "the debtor info") ?? ""
        let document = try await APIClient(address: address, token: nil, web: nodes.web).call(.get, address, expecting: 200)
        try expect(document.contentType, toBe: info.at("contentType")?.string, "The type of \(address)")
        try expect(SHA256.hexadecimal(document.bytes), toBe: info.at("sha256")?.string ?? "", "The hash of \(address)")
        try expect(document.at("latestDebtorInfo", "uri")?.string, toBe: money.issuer.locator, "The locator in \(address)")
        try expect(document.at("debtorIdentity", "uri")?.string, toBe: money.issuer.uri, "The debtor in \(address)")
        try await person.wallet.note(["checkedDebtorInfo": info], about: money.id)
    }

    /// How the wallet shows the currency, and that its owner wants to hear of every payment, however small.
    private func adjust(_ person: Person, _ money: Money, _ identity: String) async throws {
        try await person.wallet.show(money.id, as: money.coin)
        try await person.wallet.hearOfEveryPayment(money.id, identity, sandbox)
    }
}
