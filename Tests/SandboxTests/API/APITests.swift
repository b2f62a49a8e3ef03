import HTTPTypes
import NodeKit
import SMPProtocol
import Testing

@testable import Sandbox

/// The API in this process, without a broker: messages wait in the outlet.
struct APITests {
    private static let anna = AccountKey(debtor, 0x0000_0101_0000_0007)
    private static let carl = AccountKey(debtor, 0x0000_0101_0000_0008)

    /// A bank with a root account and two creditors.
    private func with(_ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
        try await TestAPI.with { api in
            let now = SystemClock.now()
            for key in [root, Self.anna, Self.carl] {
                _ = await api.node.authority.handle([
                    .configure(
                        ConfigureAccount(
                            debtorID: debtor, creditorID: key.creditorID, negligibleAmount: key.isRoot ? 1e18 : 0, configData: "",
                            configFlags: 0,
                            seqnum: 1, ts: now))
                ])
            }
            try await body(api)
        }
    }

    private func request(_ id: Int64, _ sender: AccountKey, to recipient: AccountKey, _ amount: Int64) -> PrepareTransfer {
        PlayedWallets().request(id, sender, to: recipient.creditorID.unsignedText, amount, ts: SystemClock.now())
    }

    @Test func `The index, the health check and the description name what there is`() async throws {
        try await TestAPI.with { api in
            #expect(try await api.send(.get, "/sandbox/health/check/public").text == "I am healthy.")
            let index = try await api.send(.get, "/").text
            let paths = try await api.send(.get, "/sandbox/.docs/openapi.json").object()["paths"]?.object()
            for path in ["/accounts", "/transfers", "/totals", "/clock", "/faults", "/documents/{name}", "/oauth2/introspect"] {
                #expect(index.contains(path) && paths?[path] != nil, "\(path)")
            }
        }
    }

    @Test func `Accounts, transfers and totals tell what is in the books`() async throws {
        try await with { api in
            _ = await api.node.authority.handle([.prepare(request(1, root, to: Self.anna, 700))])
            let prepared = try #require(try await api.send(.get, "/transfers").object().objects("prepared").first)
            #expect(prepared.text("senderId") == "0" && prepared.integer("lockedAmount") == 700)
            let locked = try await api.send(.get, "/totals").object().objects("debtors").first
            #expect(locked?.integer("locked") == 700 && locked?.integer("preparedTransfers") == 1)
            let finalization = FinalizeTransfer(
                transferNoteFormat: "", transferNote: "Grüße", debtorID: debtor, creditorID: 0, coordinatorType: .issuing,
                coordinatorID: 77,
                coordinatorRequestID: 1, transferID: TransferID(try #require(prepared.integer("transferId"))), committedAmount: 700,
                ts: SystemClock.now())
            _ = await api.node.authority.handle([.finalize(finalization)])
            let committed = try await api.send(.get, "/transfers?debtorId=77").object().objects("committed").first
            #expect(committed?.text("note") == "Grüße" && committed?.integer("amount") == 700)
            let accounts = try await api.send(.get, "/accounts?debtorId=77&creditorId=\(Self.anna.creditorID.unsignedText)").object()
                .objects("accounts")
            #expect(accounts.count == 1 && accounts.first?.integer("balance") == 700)
            #expect(try await api.send(.get, "/accounts?debtorId=78").object().objects("accounts").isEmpty)
            #expect(try await api.send(.get, "/accounts?debtorId=x").status == 422)
            let totals = try await api.send(.get, "/totals").object()
            #expect(totals["isConserved"] == true && totals.objects("debtors").first?.integer("held") == 700)
            #expect(totals["received"] == ["ConfigureAccount": 3, "PrepareTransfer": 1, "FinalizeTransfer": 1])
        }
    }

    @Test func `The clock only goes forward, and brings interest`() async throws {
        try await with { api in
            let backwards = try await api.send(.post, "/clock", "{\"advanceSeconds\":-1}").status
            #expect(backwards == 422)
            #expect(try await api.send(.post, "/clock", "{\"advanceSeconds\":3155760001}").status == 422)
            let advanced = await api.node.authority.advance(seconds: 3_155_760_000)
            #expect(advanced?.messages == 3, "heartbeats")
            #expect(try await api.send(.post, "/clock", "{\"advanceSeconds\":1}").status == 422)
            #expect(try await api.send(.get, "/totals").object().integer("clockOffsetSeconds") == 3_155_760_000)
        }
    }

    @Test func `Planned answers are given once, and can be forgotten`() async throws {
        try await with { api in
            for body in [
                "{\"to\":\"X\",\"statusCode\":\"A\"}", "{\"to\":\"PrepareTransfer\"}", "{\"to\":\"ConfigureAccount\",\"amount\":5}",
                "{\"to\":\"PrepareTransfer\",\"statusCode\":\"\(String(repeating: "x", count: 31))\"}",
                "{\"to\":\"PrepareTransfer\",\"statusCode\":\"Щ\"}",
            ] {
                #expect(try await api.send(.post, "/answers", body).status == 422, "\(body)")
            }
            let plan = "{\"to\":\"PrepareTransfer\",\"statusCode\":\"ODD\",\"debtorId\":\"77\",\"creditorId\":\"0\"}"
            #expect(try await api.send(.post, "/answers", plan).status == 204)
            for id in 1...2 as ClosedRange<Int64> {
                _ = await api.node.authority.handle([.prepare(request(id, Self.anna, to: Self.carl, 0))])
            }
            for id in 3...4 as ClosedRange<Int64> { _ = await api.node.authority.handle([.prepare(request(id, root, to: Self.carl, 1))]) }
            let sent = try await api.send(.get, "/totals").object()["sent"]
            #expect(sent == ["AccountUpdate": 3, "PreparedTransfer": 3, "RejectedTransfer": 1])
            #expect(try await api.send(.post, "/answers", plan).status == 204)
            #expect(try await api.send(.delete, "/answers").status == 204)
            #expect(await api.node.authority.plannedAnswers.isEmpty)
        }
    }

    @Test func `An answer can name another transfer or recipient than it should`() async throws {
        try await with { api in
            let plan = "{\"to\":\"PrepareTransfer\",\"wrong\":[\"transferId\",\"coordinatorRequestId\",\"recipient\"]}"
            #expect(try await api.send(.post, "/answers", plan).status == 204)
            #expect(try await api.send(.post, "/answers", "{\"to\":\"PrepareTransfer\",\"wrong\":[\"amount\"]}").status == 422)
            for id in 1...2 as ClosedRange<Int64> {
                _ = await api.node.authority.handle([.prepare(request(id, Self.anna, to: Self.carl, 0))])
            }
            let sent = try await api.send(.get, "/messages?debtorId=77&creditorId=\(Self.anna.creditorID.unsignedText)").object().objects(
                "messages"
            )
            .compactMap { try $0["message"]?.object() }.filter { $0.text("type") == "PreparedTransfer" }
            let locks = try await api.send(.get, "/transfers").object().objects("prepared")
            let isRight = zip(sent, locks).map { message, lock in
                [
                    message.integer("transfer_id") == lock.integer("transferId"),
                    message.integer("coordinator_request_id") == lock.integer("coordinatorRequestId"),
                    message.text("recipient") == lock.text("recipientId"),
                ]
            }
            #expect(isRight == [[false, false, false], [true, true, true]])
        }
    }

    @Test func `Messages of both directions are remembered`() async throws {
        try await with { api in
            let messages = try await api.send(.get, "/messages?debtorId=77&creditorId=0").object().objects("messages")
            #expect(messages.map { $0.text("direction") } == ["incoming", "outgoing"])
            #expect(try messages.map { try $0["message"]?.object().text("type") } == ["ConfigureAccount", "AccountUpdate"])
            #expect(try await api.send(.get, "/messages?debtorId=78").object().objects("messages").isEmpty)
        }
    }

    @Test func `A currency is made and changed without its issuer`() async throws {
        try await with { api in
            for wrong in [
                "{}", "{\"debtorId\":\"88\",\"rate\":101}", "{\"debtorId\":\"88\",\"limit\":-1}", "{\"debtorId\":\"88\",\"info\":{}}",
            ] {
                #expect(try await api.send(.post, "/currencies", wrong).status == 422, "\(wrong)")
            }
            let authority = api.node.authority
            let made = await authority.configureCurrency(88, data: "{\"limit\":500}", negligibleAmount: 1e30)
            #expect(made.messages == 1)
            let changed = await authority.configureCurrency(77, data: "{\"rate\":12.5}", negligibleAmount: 1e30)
            #expect(changed.messages == 3, "the root account, and two creditors with a new rate")
            let accounts = try await api.send(.get, "/accounts?debtorId=77").object().objects("accounts")
            #expect(accounts.map { $0["interestRate"] } == [JSONValue(0.0), JSONValue(12.5), JSONValue(12.5)])
        }
    }

    @Test func `A node that is cut off is neither heard nor told anything until it is connected again`() async throws {
        try await with { api in
            let authority = api.node.authority
            let agent = authority.peers[1]
            let before = agent.outlet.waitingCount
            #expect(try await api.send(.put, "/peers/000001", "{\"isPaused\":true}").status == 204)
            #expect(try await api.send(.put, "/peers/000002", "{\"isPaused\":true}").status == 404)
            let peers = try await api.send(.get, "/peers").object().objects("peers")
            #expect(peers.map { $0.text("name") } == ["debtors", "000001"] && peers.map { $0["isPaused"] } == [false, true])
            let heartbeats = await authority.execute(.heartbeat, .debtor(debtor))
            #expect(heartbeats.messages == 3 && agent.outlet.waitingCount == before + 1, "only the debtors agent is told")
            let request = request(1, Self.anna, to: Self.carl, 0)
            async let ticket = authority.handle([.prepare(request)], from: agent)
            #expect(try await api.send(.get, "/totals").object()["received"] == ["ConfigureAccount": 3])
            #expect(try await api.send(.put, "/peers/000001", "{\"isPaused\":false}").status == 204)
            _ = await ticket
            #expect(try await api.send(.get, "/totals").object()["received"] == ["ConfigureAccount": 3, "PrepareTransfer": 1])
            #expect(agent.outlet.waitingCount == before + 4)
        }
    }

    @Test func `The fault dial can be read and set`() async throws {
        try await TestAPI.with { api in
            let body =
                #"{"seed":9,"duplicate":0.25,"directions":["outgoing"],"types":["AccountUpdate"],"#
                + #""maxDelaySeconds":1,"copies":3,"peers":["debtors"]}"#
            #expect(try await api.send(.put, "/faults", body).status == 200)
            let settings = try await api.send(.get, "/faults").object()
            #expect(settings["duplicate"] == JSONValue(0.25) && settings["delay"] == JSONValue(0.0))
            #expect(settings["directions"] == ["outgoing"] && settings["types"] == ["AccountUpdate"])
            #expect(settings["copies"] == 3 && settings["peers"] == ["debtors"])
            for wrong in [
                "{\"delay\":1.5}", "{\"delay\":true}", "{\"dealy\":0.1}", "{\"types\":[\"X\"]}", "{\"peers\":[\"X\"]}",
                "{\"directions\":\"incoming\"}",
            ] {
                #expect(try await api.send(.put, "/faults", wrong).status == 422, "\(wrong)")
            }
            #expect(try await api.send(.put, "/faults", "{}").status == 200)
            #expect(await api.node.authority.faults.isOff)
        }
    }

    @Test func `Documents come back as they were put`() async throws {
        try await TestAPI.with { api in
            let type = "application/vnd.swaptacular.coin-info+json"
            let put = try await api.send(.put, "/documents/bakery%20one", "{\"Größe\":1}", type: type)
            #expect(put.status == 201 && put.headers[.location]?.hasSuffix("/documents/bakery%20one") == true)
            let document = try await api.send(.get, "/documents/bakery%20one")
            #expect(document.text == "{\"Größe\":1}" && document.headers[.contentType] == type)
            #expect(document.headers[.accessControlAllowOrigin] == "*")
            #expect(try await api.send(.get, "/documents").object()["documents"] == ["bakery one"])
            #expect(try await api.send(.put, "/documents/large", String(repeating: "x", count: 1 << 20 + 1)).status == 413)
            #expect(try await api.send(.delete, "/documents/bakery%20one").status == 204)
            #expect(try await api.send(.get, "/documents/bakery%20one").status == 404)
        }
    }

    @Test(arguments: [
        ("creditors-superuser", "creditors-superuser", "access access.readonly disable_pin activate deactivate"),
        ("creditors-supervisor", "creditors-supervisor", "access.readonly activate"),
        ("debtors-superuser", "debtors-superuser", "access access.readonly activate deactivate restrict"),
        ("debtors-supervisor", "debtors-supervisor", "access.readonly activate"),
        ("creditors%3A4294967296", "creditors:4294967296", "access access.readonly"),
        ("creditors:18446744073709551615/disable_pin", "creditors:18446744073709551615", "access access.readonly disable_pin"),
        ("debtors:7/readonly", "debtors:7", "access.readonly"),
    ])
    func `The token says who its bearer is`(token: String, subject: String, scope: String) async throws {
        try await TestAPI.with { api in
            let answer = try await api.send(.post, "/oauth2/introspect", "x=1&token=\(token)", type: "application/x-www-form-urlencoded")
            let introspection = try answer.object()
            #expect(introspection["active"] == true && introspection.text("token_use") == "access_token")
            #expect(introspection.text("sub") == subject && introspection.text("scope") == scope)
        }
    }

    @Test(arguments: [
        "", "x", "creditors:", "creditors:x", "creditors:-1", "creditors:+1", "creditors:18446744073709551616", "creditors:1/",
        "creditors:1/x",
        "debtors:1/disable_pin", "superuser", "trade:1", "creditors:1/readonly/disable_pin", "%C3%28",
    ])
    func `Every other token is inactive`(token: String) async throws {
        try await TestAPI.with { api in
            let answer = try await api.send(.post, "/oauth2/introspect", "token=\(token)", type: "application/x-www-form-urlencoded")
            if token == "%C3%28" {
                #expect(answer.status == 400)
            } else {
                #expect(JSONValue.object(try answer.object()) == ["active": false])
            }
        }
    }
}

/// AA 12.5: what can be configured.
struct SettingsTests {
    @Test func `The defaults are those of the agents' development settings`() throws {
        let settings = try SandboxConfiguration.load(from: ProcessEnvironment([:]))
        #expect(settings.debtors.map(\.bindingKey) == ["12.34.ab.cd.00.#"])
        #expect(settings.creditorsAgents.map(\.own.bindingKey) == ["00.00.01.#"])
        #expect(settings.rules == AuthorityRules() && settings.faults == FaultDial.Settings())
        #expect(settings.queue == "aa_sandbox")
    }

    @Test(arguments: [
        ["SANDBOX_DEBTORS": "123"], ["SANDBOX_DEBTORS": "xx"], ["SANDBOX_DEBTORS": " "], ["SANDBOX_CREDITORS_AGENTS": "000001"],
        ["SANDBOX_CREDITORS_AGENTS": "000001:0002"], ["SANDBOX_CREDITORS_AGENTS": "000001:000000"],
        ["SANDBOX_CREDITORS_AGENTS": "000001:000002 000002:000002"], ["SANDBOX_CREDITORS_AGENTS": "000001:000002@nonsense"],
        ["SANDBOX_FAULT_DROP": "1.5"], ["SANDBOX_PURGE_SECONDS": "-1"], ["SANDBOX_ACCOUNT_ID_PREFIX": "é"],
        ["SANDBOX_DEMURRAGE_RATE": "-51"],
    ])
    func `Wrong settings are refused`(environment: [String: String]) {
        #expect(throws: ConfigurationError.self) { try SandboxConfiguration.load(from: ProcessEnvironment(environment)) }
    }

    @Test func `Several creditors agents have brokers and subnets of their own`() throws {
        let settings = try SandboxConfiguration.load(
            from: ProcessEnvironment([
                "SANDBOX_CREDITORS_AGENTS": "000001:000002 000001:000003@amqp://u:p@other/vhost", "SANDBOX_DEBTORS": "00 12ab",
            ]))
        let relay = try SandboxNode(settings, logger: .init(label: "test")).relay
        #expect(relay.peers.count == 3 && relay.peers.map(\.outlet).uniqued().count == 2)
        func destinations(_ audience: Emission.Audience) -> [Int] { relay.peers.indices.filter { relay.peers[$0].isDestination(audience) } }
        #expect(destinations(.issuer) == [0])
        #expect(destinations(.holder(0x0000_0201_0000_0000)) == [1])
        #expect(destinations(.holder(0x0000_0301_0000_0000)) == [2])
        #expect(destinations(.holder(0x0000_0101_0000_0000)) == [])
        let topology = relay.peers[2].topology(debtors: relay.debtors)
        #expect(topology.queueBindings.map(\.routingKey) == ["00.#", "12.ab.#"])
        let all = try SandboxConfiguration.load(from: ProcessEnvironment(["SANDBOX_DEBTORS": "*"]))
        #expect(all.debtors.map(\.bindingKey) == ["#"])
        #expect(topology.exchanges.map(\.name).sorted() == ["ca.loopback_filter", "creditors_in", "creditors_out"])
    }
}
