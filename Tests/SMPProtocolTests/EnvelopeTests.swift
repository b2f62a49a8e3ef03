import SMPProtocol
import TestSupport
import Testing

@Suite("Envelopes: what is published where, what is taken from where")
struct EnvelopeTests {
    private static let publications = VectorFile.load("emitted").list
    private static let orders = VectorFile.load("flush_order")

    private static func node(_ name: String) throws -> Node {
        try #require(Node(rawValue: String(name.prefix { $0 != "-" })))
    }

    @Test(
        "every outbox message goes where the reference sends it, with the same headers and body", arguments: publications.indices)
    func publication(index: Int) throws {
        let vector = Self.publications[index]
        let node = try Self.node(vector["node"].text)
        let kind = try #require(MessageKind(typeName: vector["properties"]["type"].text))
        try Self.check(kind.messageType, vector, node)
    }

    private static func check<Message: SMPMessage>(_ type: Message.Type, _ vector: JSONValue, _ node: Node) throws {
        let message = try Message(json: vector["body"].text.bytes)
        let envelope = Envelope(message, from: node)
        let properties = vector["properties"]
        #expect(envelope.exchange == vector["exchange"].text)
        #expect(envelope.routingKey == vector["routing_key"].text)
        // The reference's replays are not (TW 5.5); ours must not be lost (TW 30.15).
        #expect(envelope.isMandatory == (vector["mandatory"].flag || Message.kind == .accountTransfer))
        #expect(envelope.type == properties["type"].text)
        #expect(envelope.appID == properties["app_id"].text)
        #expect(Envelope.contentType == properties["content_type"].text)
        #expect(Int64(Envelope.deliveryMode) == properties["delivery_mode"].int64)
        #expect(properties.members.count == 4)
        #expect(Set(envelope.headers) == Self.headers(vector["headers"]))
        if let broker = vector.optional("broker") {
            #expect((envelope.broker == .internal) == (broker.text == "internal"))
        }
        try Self.checkBody(message, vector)
        #expect(node.outboxName(of: Message.kind) == vector["signal"].text)
        if vector["node"].text != "trade-A" {
            #expect(node.kind(ofOutbox: vector["signal"].text) == Message.kind)
            #expect(node.flushOrder.contains(Message.kind))
        }
    }

    private static func headers(_ vector: JSONValue) -> Set<Header> {
        Set(
            vector.members.map { member in
                switch member.value {
                case .string(let text): Header(member.name, .string(text))
                case .bool(let flag): Header(member.name, .boolean(flag))
                default:
                    // 32 bits when it fits, otherwise 64.
                    Header(member.name, Int32(exactly: member.value.int64).map(HeaderValue.int32) ?? .int64(member.value.int64))
                }
            })
    }

    /// Byte for byte, except where member order is the other node's, and where we write both forms of the transfer kind.
    private static func checkBody(_ message: some SMPMessage, _ vector: JSONValue) throws {
        let body = message.encoded()
        let limits = JSONLimits.document(maximumBytes: 100_000)
        let written = try JSONValue(json: body, limits: limits)
        let expected = try JSONValue(json: vector["body"].text.bytes, limits: limits)
        switch type(of: message).kind {
        case .triggerTransfer, .accountIDRequest, .accountIDResponse:
            for member in expected.members { #expect(written.optional(member.name) == member.value) }
            #expect(written.optional("transfer_kind") == 1 && written.optional("is_dispatching") == true)
        case .prepareTransfer where vector["node"].text == "debtors", .finalizeTransfer where vector["node"].text == "debtors":
            #expect(written == expected)
        default:
            #expect(String(decoding: body, as: UTF8.self) == vector["body"].text)
        }
    }

    @Test("outbox names are taken in the reference's order")
    func order() {
        for node in Node.allCases {
            let names = node.flushOrder.map { node.outboxName(of: $0) }
            let key = node == .trade ? "trade-B" : node.rawValue
            // Our own type comes last.
            #expect(names == Self.orders[key].list.map(\.text) + (node == .trade ? ["AbandonedTransferSignal"] : []))
            #expect(names.map { node.kind(ofOutbox: $0) } == node.flushOrder)
            #expect(node.kind(ofOutbox: "PendingBalanceChangeSignal") == nil)
        }
        // The older profile has one type more, which we never send, and lacks two.
        let older = Self.orders["trade-A"].list.map(\.text).filter { $0 != "ActivateCollectorSignal" }
        #expect(Node.trade.flushOrder.map { Node.trade.outboxName(of: $0) }.filter(Set(older).contains) == older)
    }

    @Test("a route exists exactly for what a node publishes", arguments: Node.allCases)
    func routes(node: Node) {
        var published = Set(node.flushOrder)
        if node == .trade { published.insert(.activateCollector) }
        for kind in MessageKind.allCases { #expect((PublishingRoute(of: kind, from: node) != nil) == published.contains(kind), "\(kind)") }
    }

    @Test(
        "integers in headers have 32 bits when they fit, otherwise 64",
        arguments: [
            (0, true), (-1, true), (Int64(Int32.max), true), (Int64(Int32.min), true), (Int64(Int32.max) + 1, false),
            (Int64(Int32.min) - 1, false), (.min, false),
        ] as [(Int64, Bool)])
    func headerWidth(value: Int64, isNarrow: Bool) {
        let header = HeaderValue(value)
        if case .int32 = header { #expect(isNarrow) } else { #expect(!isNarrow) }
        #expect(header.integer == value)
    }

    @Test(
        "deliveries have the reference's outcomes, as far as they do not depend on the database",
        arguments: VectorFile.load("consumer_outcomes")["cases"].list)
    func outcome(vector: JSONValue) {
        #expect(Self.outcome(vector) == vector["outcome"].text, "\(vector["note"])")
    }

    /// What the Creditors Agent does with a delivery, its handlers assumed to succeed.
    private static func outcome(_ vector: JSONValue) -> String {
        let range = IDRange<CreditorID>(min: 0x0000_0101_0000_0000, max: 0x0000_01ff_ffff_ffff)
        let body = vector.optional("body")?.text.bytes ?? Hexadecimal.bytes(of: vector["body_hex"].text)!
        do throws(DeliveryError) {
            let kind = try Node.creditors.kindOfDelivery(
                contentType: vector.optional("content_type")?.text, type: vector.optional("type")?.text)
            guard let address = Self.address(kind.messageType, body) else { return "reject" }
            switch ShardSubject(kind, address, at: .creditors) {
            case .creditor(let id): return range.contains(id) && ShardingRealm.everything.contains(id) ? "ack" : "terminate"
            case .none: return "ack"
            case .debtor, .text: return "not compared by this node"
            }
        } catch {
            return "reject"
        }
    }

    private static func address<Message: SMPMessage>(_ type: Message.Type, _ body: [UInt8]) -> MessageAddress? {
        try? Message(json: body).address
    }

    @Test("the log lines of rejected deliveries")
    func logLines() {
        func line(_ contentType: String?, _ type: String?) -> String {
            do throws(DeliveryError) {
                return try Node.debtors.kindOfDelivery(contentType: contentType, type: type).typeName
            } catch { return error.description }
        }
        #expect(line(nil, "AccountPurge") == "Unknown message content type: \"None\"")
        #expect(line("text/plain", "AccountPurge") == "Unknown message content type: \"text/plain\"")
        #expect(line("application/json", nil) == "Unknown message type: \"None\"")
        #expect(line("application/json", "AccountTransfer") == "Unknown message type: \"AccountTransfer\"")
        #expect(line("application/json", "PendingBalanceChange") == "Unknown message type: \"PendingBalanceChange\"")
        #expect(line("application/json", "AccountPurge") == "AccountPurge")
    }

    @Test("the trade service is sharded by what each type says (SMP 14.6)")
    func tradeShards() {
        let address = MessageAddress(debtorID: 1, creditorID: 2, collectorID: 3, iri: "iri")
        let subjects: [(ShardSubject, [MessageKind])] = [
            (.text("iri"), [.fetchDebtorInfo, .storeDocument]),
            (.debtor(1), [.discoverDebtor, .confirmDebtor, .neededCollector]),
            (
                .creditor(3),
                [.triggerTransfer, .accountIDResponse, .startSending, .startDispatching, .calculateSurplus, .abandonedTransfer]
            ),
            (
                .creditor(2),
                [
                    .accountUpdate, .accountTransfer, .preparedTransfer, .updatedPolicy, .activateCollector, .candidateOffer,
                    .reviseAccountLock, .accountIDRequest,
                ]
            ),
        ]
        for (subject, kinds) in subjects {
            for kind in kinds { #expect(ShardSubject(kind, address, at: .trade) == subject, "\(kind)") }
        }
        #expect(ShardSubject(.accountUpdate, address, at: .debtors) == .debtor(1))
        #expect(ShardSubject(.accountUpdate, address, at: .creditors) == .creditor(2))
        #expect(ShardSubject(.configureAccount, address, at: .creditors) == .none)
    }
}
