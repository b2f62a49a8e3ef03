import Messaging
import SMPProtocol

/// A node that the authority serves, as the bridge between the two would see it (AA 10.2, 10.3).
struct Peer: Sendable {
    enum Kind: Sendable {
        /// The node's own subnet, and the one that the authority gave to it.
        case creditorsAgent(own: Subnet, assigned: Subnet)
        case debtorsAgent
    }

    let kind: Kind
    /// What the API calls it: `debtors`, or the subnet that was assigned to a Creditors Agent, in hexadecimal.
    let name: String
    let url: BrokerURL
    /// The queue in which the node's messages wait for the authority.
    let queue: String
    /// Where messages to the node wait for the broker.
    let outlet: Outlet
    /// Checks and translates; which debtors are served is asked separately.
    private let bridge: PeerBridge

    init(_ kind: Kind, url: BrokerURL, queue: String, outlet: Outlet) {
        self.kind = kind
        name =
            switch kind {
            case .creditorsAgent(_, let assigned): assigned.bindingKey.filter(\.isHexDigit)
            case .debtorsAgent: "debtors"
            }
        self.url = url
        self.queue = queue
        self.outlet = outlet
        let side: PeerBridge.Side =
            switch kind {
            case .creditorsAgent(let own, let assigned): .creditors(own: own, assigned: assigned)
            case .debtorsAgent: .debtors
            }
        guard let anyDebtor = Subnet(hex: "") else { preconditionFailure("the empty prefix is a subnet") }
        bridge = PeerBridge(side, debtors: anyDebtor)
    }

    /// The node's exchanges, exactly as the node itself declares them, and the queue of the authority (AA 10.3).
    ///
    /// - Parameter debtors: who is served; what a Creditors Agent sends to others comes back to it.
    func topology(debtors: [Subnet]) -> Topology {
        switch kind {
        case .creditorsAgent:
            return Topology(
                exchanges: [.creditorsIn, .loopbackFilter, .creditorsOut], queues: [.init(queue)],
                queueBindings: debtors.map { .init(queue, to: Topology.Exchange.creditorsOut.name, routingKey: $0.bindingKey) })
        case .debtorsAgent:
            return Topology(
                exchanges: [.debtorsIn, .debtorsOut], queues: [.init(queue)],
                queueBindings: [.init(queue, to: Topology.Exchange.debtorsOut.name, routingKey: "")])
        }
    }

    /// Whether messages for these accounts or coordinators go to the node (AA 10.3.1).
    func isDestination(_ audience: Emission.Audience) -> Bool {
        switch (kind, audience) {
        case (.debtorsAgent, .issuer): true
        case (.creditorsAgent(_, let assigned), .holder(let id)): assigned.contains(id)
        default: false
        }
    }

    /// A message of the node as the authority sees it.
    func received<Message: AccountMessage>(_ message: Message) throws(BridgeError) -> Message {
        try bridge.outgoing(message)
    }

    /// A message of the authority as the node's broker gets it.
    ///
    /// - Parameter now: ledger time, which the authority's moments are in.
    func outgoing(_ message: some AccountMessage, now: Timestamp) throws(BridgeError) -> OutgoingMessage {
        let translated = try bridge.incoming(message, now: now)
        let recipients: Envelope.Recipients =
            switch kind {
            case .creditorsAgent: .creditors
            case .debtorsAgent: .debtors
            }
        return OutgoingMessage(Envelope(translated, toNodeWith: recipients, appID: "aa_sandbox"), body: translated.encoded())
    }
}

extension Emission {
    /// Who is to hear of it (AA 10.3.1).
    enum Audience: Hashable, Sendable {
        /// The node that is responsible for the debtor.
        case issuer
        /// The node to whose subnet the account or the coordinator belongs.
        case holder(CreditorID)
    }

    /// Messages about a transfer go to its coordinator, all others to the owner of the account.
    var audience: Audience {
        switch self {
        case .accountUpdate(let message): Self.owner(message.creditorID)
        case .accountPurge(let message): Self.owner(message.creditorID)
        case .accountTransfer(let message): Self.owner(message.creditorID)
        case .rejectedConfig(let message): Self.owner(message.creditorID)
        case .rejectedTransfer(let message): Self.coordinator(message.coordinatorType, message.coordinatorID)
        case .preparedTransfer(let message): Self.coordinator(message.coordinatorType, message.coordinatorID)
        case .finalizedTransfer(let message): Self.coordinator(message.coordinatorType, message.coordinatorID)
        }
    }

    private static func owner(_ id: CreditorID) -> Audience { id == .root ? .issuer : .holder(id) }

    private static func coordinator(_ type: CoordinatorType, _ id: CoordinatorID) -> Audience {
        type == .issuing ? .issuer : .holder(CreditorID(id.rawValue))
    }
}
