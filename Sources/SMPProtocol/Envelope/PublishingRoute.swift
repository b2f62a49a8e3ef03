/// Where a node publishes messages of one type, and how (SMP 6.3). Not a route of a Web API.
public struct PublishingRoute: Hashable, Sendable {
    /// What the routing key is made of.
    public enum Key: Sendable {
        /// The empty text.
        case none
        /// The hex key of the debtor id (SMP 7.1).
        case hexOfDebtor
        /// The bin key of an id (SMP 7.2).
        case binaryOfCreditor, binaryOfDebtor, binaryOfCollector
        /// The iri key of the message's text (SMP 7.3).
        case iri
    }

    /// The connection over which messages are published.
    public enum Broker: Sendable {
        /// `PROTOCOL_BROKER_URL`.
        case network
        /// `INTERNAL_BROKER_URL`, when the trade service has one.
        case `internal`
    }

    /// The exchange to which such messages are published.
    public let exchange: String
    /// What their routing keys are made of.
    public let key: Key
    /// Whether the broker must give the message back when no queue takes it.
    public let isMandatory: Bool
    /// The broker to which they are published.
    public let broker: Broker
    /// Whether the headers carry the ids; internal messages of the trade service carry only their type (SMP 6.2).
    public let hasIDHeaders: Bool

    private init(
        _ exchange: String, _ key: Key, mandatory: Bool, broker: Broker = .network, idHeaders: Bool = true
    ) {
        self.exchange = exchange
        self.key = key
        isMandatory = mandatory
        self.broker = broker
        hasIDHeaders = idHeaders
    }

    /// How a node publishes messages of a type; `nil` when it does not.
    public init?(of kind: MessageKind, from node: Node) {
        let route: PublishingRoute? =
            switch node {
            case .creditors: Self.fromCreditors(kind)
            case .debtors: Self.fromDebtors(kind)
            case .trade: Self.fromTrade(kind)
            }
        guard let route else { return nil }
        self = route
    }

    private static func fromCreditors(_ kind: MessageKind) -> PublishingRoute? {
        switch kind {
        case .configureAccount, .prepareTransfer: PublishingRoute("creditors_out", .hexOfDebtor, mandatory: false)
        case .finalizeTransfer: PublishingRoute("creditors_out", .hexOfDebtor, mandatory: true)
        case .updatedLedger, .updatedPolicy, .updatedFlags: PublishingRoute("to_trade", .binaryOfCreditor, mandatory: false)
        case .rejectedConfig: PublishingRoute("ca.creditors", .binaryOfCreditor, mandatory: false)
        default: nil
        }
    }

    private static func fromDebtors(_ kind: MessageKind) -> PublishingRoute? {
        kind.isSentToAccountingAuthority ? PublishingRoute("debtors_out", .none, mandatory: true) : nil
    }

    private static func fromTrade(_ kind: MessageKind) -> PublishingRoute? {
        switch kind {
        case .configureAccount, .prepareTransfer: PublishingRoute("creditors_out", .hexOfDebtor, mandatory: false)
        case .finalizeTransfer: PublishingRoute("creditors_out", .hexOfDebtor, mandatory: true)
        case .fetchDebtorInfo, .storeDocument: internalRoute(.iri)
        case .discoverDebtor, .confirmDebtor, .neededCollector: internalRoute(.binaryOfDebtor)
        case .candidateOffer, .reviseAccountLock, .accountIDRequest, .activateCollector: internalRoute(.binaryOfCreditor)
        case .triggerTransfer, .accountIDResponse, .startSending, .startDispatching, .calculateSurplus, .abandonedTransfer:
            internalRoute(.binaryOfCollector)
        // A replay (TW 20.6). The public implementation lets the broker drop what no queue takes; here it stays (TW 30.15).
        case .accountTransfer: PublishingRoute("to_trade", .binaryOfCreditor, mandatory: true, broker: .internal)
        default: nil
        }
    }

    private static func internalRoute(_ key: Key) -> PublishingRoute {
        PublishingRoute("to_trade", key, mandatory: true, broker: .internal, idHeaders: false)
    }

    /// Whether the address has what the routing key is made of.
    public func canReach(_ address: MessageAddress) -> Bool {
        switch key {
        case .none: true
        case .hexOfDebtor, .binaryOfDebtor: address.debtorID != nil
        case .binaryOfCreditor: address.creditorID != nil
        case .binaryOfCollector: address.collectorID != nil
        case .iri: address.iri != nil
        }
    }

    /// The routing key of a message. What the key is made of must be in the address.
    public func routingKey(for address: MessageAddress) -> String {
        switch key {
        case .none: ""
        case .hexOfDebtor: RoutingKey.hex(Self.require(address.debtorID))
        case .binaryOfCreditor: RoutingKey.binary(Self.require(address.creditorID))
        case .binaryOfDebtor: RoutingKey.binary(Self.require(address.debtorID))
        case .binaryOfCollector: RoutingKey.binary(Self.require(address.collectorID))
        case .iri: RoutingKey.iri(Self.require(address.iri))
        }
    }

    private static func require<Part>(_ part: Part?) -> Part {
        guard let part else { preconditionFailure("the address lacks what the routing key is made of") }
        return part
    }
}
