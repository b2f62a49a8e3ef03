import Demo
import SMPProtocol
import Testing

/// Orders that the Web API does not even accept, through the real edge with tokens.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RefusedRequestEndToEndTests {
    @Test func theSameOrderTwiceIsOnePayment() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let payer = money.holders[0].wallet
        var order = PaymentOrder(to: money.holders[1].identity, amount: 100)
        let created = try await payer.order(order)
        let repeated = try await payer.order(order, expecting: 303)
        #expect(repeated.location == created.location)
        order.amount = 101
        _ = try await payer.order(order, expecting: 409)
        #expect(try await payer.awaitOutcome(of: order.uuid).committedAmount == 100)
        #expect(try await Audit(circulation: money, balances: [900, 1100], entryCounts: [2, 2]).settle() == [])
    }

    @Test func aWalletWithAPinPaysOnlyWithIt() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let payer = money.holders[0].wallet
        try await payer.setPIN("3141")
        var order = PaymentOrder(to: money.holders[1].identity, amount: 100)
        _ = try await payer.order(order, expecting: 403)
        order.pin = "1413"
        _ = try await payer.order(order, expecting: 403)
        order.pin = "3141"
        #expect(try await payer.pay(order).isSuccess)

        // Three wrong ones in a row block the wallet, even for the right one; who has forgotten it starts anew.
        order = PaymentOrder(to: money.holders[1].identity, amount: 100)
        order.pin = "0000"
        for _ in 1...3 { _ = try await payer.order(order, expecting: 403) }
        order.pin = "3141"
        _ = try await payer.order(order, expecting: 403)
        let reset = money.nodes.creditorsAPI(as: .creditorInPINReset(payer.id))
        #expect(try await reset.call(.get, payer.path + "pin", expecting: 200).at("status")?.string == "blocked")
        _ = try await reset.call(.post, payer.transfersPath, order.body, expecting: 201)
        #expect(try await payer.awaitOutcome(of: order.uuid).isSuccess)
        #expect(try await Audit(circulation: money, balances: [800, 1200], entryCounts: [3, 3]).settle() == [])
    }

    @Test func onlyTheOwnerPaysFromAWallet() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let owner = money.holders[0].wallet
        let order = PaymentOrder(to: money.holders[1].identity, amount: 100).body
        let users: [(DemoUser?, Int)] = [
            (nil, 401), (.creditor(money.holders[1].wallet.id), 403), (.readingCreditor(owner.id), 403), (.creditorsSupervisor, 403),
            (.debtor(money.issuer.id), 403),
        ]
        for (user, status) in users {
            let api = APIClient(address: money.nodes.creditors, token: user?.token, web: money.nodes.web)
            let answer = try await api.call(.post, owner.transfersPath, order)
            #expect(answer.status == status, "\(user.map { "\($0)" } ?? "nobody")")
        }
        let nobody = APIClient(address: money.nodes.creditors, token: "made-up", web: money.nodes.web)
        #expect(try await nobody.call(.post, owner.transfersPath, order).status == 401)
        #expect(try await Audit(circulation: money, balances: [1000, 1000], entryCounts: [1, 1]).settle() == [])
    }

    @Test(arguments: ["", "swpt:1", "swpt:x/1", "swpt:1/ä", "https://example.com/1"])
    func aRecipientThatIsNoAccountIsNamed(_ recipient: String) async throws {
        let wallet = try await Wallet.create(on: EndToEndStack.nodes())
        let answer = try await wallet.order(PaymentOrder(to: recipient, amount: 1), expecting: 422)
        #expect(answer.at("errors", "json", "recipient", "uri")?.elements.first?.string == "The URI can not be recognized.")
    }

    @Test func aWalletThatDoesNotExistPaysNothing() async throws {
        let nodes = try EndToEndStack.nodes()
        let nobody = Wallet(id: 0x0000_0101_0000_0001, nodes: nodes)
        _ = try await nobody.order(PaymentOrder(to: "swpt:1/1", amount: 1), expecting: 404)
        let foreign = Wallet(id: 1, nodes: nodes)
        _ = try await foreign.order(PaymentOrder(to: "swpt:1/1", amount: 1), expecting: 404)
    }
}
