import SMPProtocol
import TestSupport
import Testing

@Suite("The bridge between a node and its peers")
struct BridgeTests {
    private static let vectors = VectorFile.load("stomp")
    private static let limits = JSONLimits.document(maximumBytes: 100_000)

    /// The subnets of the vectors.
    private static func bridge(_ node: String) throws -> PeerBridge {
        let debtors = try #require(Subnet(hex: "1234abcd"))
        if node == "debtors agent" { return PeerBridge(.debtors, debtors: debtors) }
        return PeerBridge(
            .creditors(own: try #require(Subnet(hex: "000001")), assigned: try #require(Subnet(hex: "000080"))), debtors: debtors)
    }

    @Test("subnets and their binding keys", arguments: vectors["subnet_binding_key"].list)
    func subnet(vector: JSONValue) throws {
        let subnet = Subnet(hex: vector["subnet"].text)
        guard !vector.isError else {
            #expect(subnet == nil)
            return
        }
        #expect(subnet?.mask == UInt64(vector["mask"].text, radix: 16))
        #expect(subnet?.value == UInt64(vector["value"].text, radix: 16))
        #expect(subnet?.bindingKey == vector["binding_key"].text)
    }

    @Test("what leaves the node is checked and translated", arguments: vectors["stomp_outgoing"].list)
    func outgoing(vector: JSONValue) throws {
        let bridge = try Self.bridge(vector["node"].text)
        let kind = try #require(MessageKind(typeName: vector["type"].text))
        let sent = Self.sent(kind.messageType, vector["body"].text.bytes, bridge)
        guard let expected = vector.optional("sent_to_peer") else {
            #expect(throws: (any Error).self) { try sent.get() }
            if case .failure(let error as BridgeError) = sent { #expect(error.description == vector["error"].text) }
            return
        }
        #expect(
            try JSONValue(json: try sent.get(), limits: Self.limits) == JSONValue(json: expected.text.bytes, limits: Self.limits))
    }

    private static func sent<Message: SMPMessage>(_ type: Message.Type, _ body: [UInt8], _ bridge: PeerBridge) -> Result<
        [UInt8], any Error
    > {
        Result {
            guard let message = try Message(json: body) as? any AccountMessage else { throw BridgeError.wrongType(Message.kind) }
            return try Self.outgoing(message, bridge)
        }
    }

    private static func outgoing(_ message: some AccountMessage, _ bridge: PeerBridge) throws -> [UInt8] {
        try bridge.outgoing(message).validatedBody()
    }

    @Test(
        "what arrives is checked, translated, and published with the headers of the bridge",
        arguments: vectors["stomp_incoming"].list)
    func incoming(vector: JSONValue) throws {
        let bridge = try Self.bridge(vector["node"].text)
        let kind = try #require(MessageKind(typeName: vector["type"].text))
        let recipients: Envelope.Recipients = vector["node"].text == "debtors agent" ? .debtors : .creditors
        try Self.checkIncoming(kind.messageType, vector, bridge, recipients)
    }

    private static func checkIncoming<Message: SMPMessage>(
        _ type: Message.Type, _ vector: JSONValue, _ bridge: PeerBridge, _ recipients: Envelope.Recipients
    ) throws {
        let message = try #require(try Message(json: vector["body_from_peer"].text.bytes) as? any AccountMessage)
        guard let published = vector.optional("published") else {
            #expect { try received(message, bridge, recipients) } throws: {
                ($0 as? BridgeError)?.description == vector["error"].text
            }
            return
        }
        let (envelope, body) = try received(message, bridge, recipients)
        #expect(envelope.exchange == (recipients == .debtors ? "debtors_in" : "creditors_in"))
        #expect(envelope.routingKey == published["routing_key"].text)
        #expect(envelope.appID == "swpt_stomp" && envelope.isMandatory && envelope.type == Message.typeName)
        let headers = Dictionary(uniqueKeysWithValues: envelope.headers.map { ($0.name, Self.json($0.value)) })
        #expect(headers == Dictionary(uniqueKeysWithValues: published["headers"].members.map { ($0.name, $0.value) }))
        #expect(
            try JSONValue(json: body, limits: Self.limits) == JSONValue(json: published["body"].text.bytes, limits: Self.limits))
    }

    private static func received(
        _ message: some AccountMessage, _ bridge: PeerBridge, _ recipients: Envelope.Recipients
    ) throws -> (Envelope, [UInt8]) {
        let own = try bridge.incoming(message, now: Timestamp(seconds: 1_704_067_200))
        return (Envelope(own, toNodeWith: recipients), own.encoded())
    }

    private static func json(_ value: HeaderValue) -> JSONValue {
        switch value {
        case .int32(let number): JSONValue(Int64(number))
        case .int64(let number): JSONValue(number)
        case .string(let text): .string(text)
        case .boolean(let flag): .bool(flag)
        }
    }

    @Test("a message from the future closes the connection (SMP 8.1)")
    func future() throws {
        let bridge = try Self.bridge("debtors agent")
        let now = Timestamp(seconds: 1_000_000)
        var message = AccountPurge(
            debtorID: 0x1234_abcd_0000_0001, creditorID: .root, creationDate: .epoch, ts: now.adding(seconds: 7200))
        #expect(try bridge.incoming(message, now: now) == message)
        message.ts = now.adding(microseconds: 7_200_000_001)
        #expect(throws: BridgeError.fromTheFuture(message.ts)) { try bridge.incoming(message, now: now) }
    }

    @Test("coordinators of other nodes are refused (SMP 8.3)")
    func foreignCoordinators() throws {
        let bridge = try Self.bridge("creditors agent")
        func request(_ type: CoordinatorType, _ coordinatorID: CoordinatorID) throws -> PrepareTransfer {
            try bridge.outgoing(
                PrepareTransfer(
                    debtorID: 0x1234_abcd_0000_0001, creditorID: 0x0000_0101_0000_0001, coordinatorType: type,
                    coordinatorID: coordinatorID,
                    coordinatorRequestID: 1, minLockedAmount: 0, maxLockedAmount: 0, recipient: .none,
                    finalInterestRateTs: .farFuture,
                    maxCommitDelay: 0, ts: .epoch))
        }
        #expect(throws: BridgeError.wrongCoordinator(5)) { try request(.direct, 5) }
        #expect(throws: BridgeError.wrongCoordinator(5)) { try request(.agent, 5) }
        #expect(throws: BridgeError.wrongCoordinatorType(.issuing)) { try request(.issuing, 0x0000_0101_0000_0001) }
        #expect(try request(.agent, 0x0000_0100_0000_0005).coordinatorID == 0x0000_8000_0000_0005)
    }
}
