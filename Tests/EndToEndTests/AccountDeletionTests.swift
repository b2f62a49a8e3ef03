import Demo
import SMPProtocol
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct AccountDeletionEndToEndTests {
    private func schedule(_ wallet: Wallet, _ debtor: DebtorID, negligibleAmount: Double = 0, isDeletion: Bool = true) async throws {
        try await wallet.change(
            "config", of: debtor, ["scheduledForDeletion": .bool(isDeletion), "negligibleAmount": JSONValue(negligibleAmount)])
    }

    /// A debtor name is what tells the node that the owner cares for the account (CA-API 12.4).
    private func name(_ wallet: Wallet, _ debtor: DebtorID) async throws {
        try await wallet.change("display", of: debtor, ["debtorName": "Savings"])
    }

    private func awaitSafe(_ wallet: Wallet, _ debtor: DebtorID) async throws {
        try await untilTrue("safeToDelete") { try await wallet.part("info", of: debtor).at("safeToDelete")?.bool == true }
    }

    @Test func aNegligibleRestGoesBackToTheIssuer() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 40)
        let (wallet, debtor) = (money.holders[0].wallet, money.issuer.id)
        try await name(wallet, debtor)
        try await wallet.delete(debtor, expecting: 403)
        try await schedule(wallet, debtor, negligibleAmount: 50)
        try await awaitSafe(wallet, debtor)
        #expect(try await wallet.balance(debtor) == 0)
        try await wallet.delete(debtor)
        #expect(try await wallet.api.call(.get, wallet.accountPath(debtor)).status == 404)

        let rest = Circulation(nodes: money.nodes, issuer: money.issuer, holders: [money.holders[1]])
        #expect(try await Audit(circulation: rest, balances: [40]).settle() == [])
        #expect(try await SandboxAuthority(nodes: money.nodes).account(money.holders[0].identity, of: debtor) == nil)
    }

    @Test func anAccountWithMoneyStaysAndCanBeKept() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let (wallet, debtor) = (money.holders[0].wallet, money.issuer.id)
        let sandbox = SandboxAuthority(nodes: money.nodes)
        try await name(wallet, debtor)
        try await schedule(wallet, debtor)
        try await untilTrue("the deletion flag") {
            try await sandbox.account(money.holders[0].identity, of: debtor)?.isScheduledForDeletion == true
        }
        try await sandbox.order(.deletions, debtor: debtor)
        try await sandbox.order(.purges, debtor: debtor)
        try await wallet.delete(debtor, expecting: 403)

        // It can still pay, and after a change of mind also receive.
        #expect(try await wallet.pay(PaymentOrder(to: money.holders[1].identity, amount: 300)).isSuccess)
        try await schedule(wallet, debtor, isDeletion: false)
        try await untilTrue("the withdrawn deletion") {
            try await sandbox.account(money.holders[0].identity, of: debtor)?.isScheduledForDeletion == false
        }
        #expect(try await money.holders[1].wallet.pay(PaymentOrder(to: money.holders[0].identity, amount: 100)).isSuccess)
        #expect(try await Audit(circulation: money, balances: [800, 1200], entryCounts: [3, 3]).settle() == [])
    }

    @Test func aDeletedAccountIsOpenedAgainAndCountsFromZero() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 1, each: 2)
        let (wallet, debtor) = (money.holders[0].wallet, money.issuer.id)
        let nextEntry = try await wallet.part("ledger", of: debtor).at("nextEntryId")?.int64 ?? 0
        try await schedule(wallet, debtor)
        try await awaitSafe(wallet, debtor)
        try await wallet.delete(debtor)

        let identity = try await Circulation.openAccount(in: wallet, of: money.issuer, on: money.nodes)
        #expect(identity == money.holders[0].identity)
        #expect(try await wallet.balance(debtor) == 0)
        #expect(try await money.issuer.pay(PaymentOrder(to: identity, amount: 700)).isSuccess)
        // The entries of the former account are still there: 2 came, and 2 went when it was deleted.
        #expect(try await Audit(circulation: money, balances: [700], entryCounts: [3]).settle() == [])
        #expect(try await wallet.part("ledger", of: debtor).at("nextEntryId")?.int64 ?? 0 > nextEntry)
    }

    @Test func aCurrencyThatNobodyServesIsToldAndForgotten() async throws {
        let wallet = try await Wallet.create(on: EndToEndStack.nodes())
        let unserved: DebtorID = 666
        try await wallet.open(unserved)
        try await untilTrue("the error of the account") {
            try await wallet.part("info", of: unserved).at("configError")?.string == "NO_CONNECTION_TO_DEBTOR"
        }
        try await wallet.delete(unserved)
        #expect(try await wallet.api.call(.get, wallet.accountPath(unserved)).status == 404)
    }

    @Test func aDeactivatedCreditorIsGone() async throws {
        let nodes = try EndToEndStack.nodes()
        let wallet = try await Wallet.create(on: nodes)
        let superuser = nodes.creditorsAPI(as: .creditorsSuperuser)
        for _ in 1...2 { _ = try await superuser.call(.post, wallet.path + "deactivate", [:], expecting: 204) }
        #expect(try await wallet.api.call(.get, wallet.path).status == 403)
        #expect(try await wallet.api.call(.get, wallet.path + "wallet").status == 404)
    }
}
