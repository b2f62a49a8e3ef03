extension Envelope {
    /// The envelope of a message from an accounting authority to a node with creditors or debtors, as the bridge's server
    /// publishes it (SMP 8.3). The ids in it are the node's own.
    public init(_ message: some AccountMessage, toNodeWith recipients: Recipients, appID: String = "swpt_stomp") {
        let kind = Swift.type(of: message).kind
        precondition(kind.isSentByAccountingAuthority, "no accounting authority sends \(kind)")
        var headers = Self.headers(kind, message.address)
        let key: String
        switch recipients {
        case .debtors:
            key = RoutingKey.binary(message.debtorID)
        case .creditors:
            let coordinatorID = (message as? any CoordinatedMessage).flatMap {
                $0.coordinatorType == .agent ? $0.coordinatorID : nil
            }
            key = coordinatorID.map { RoutingKey.binary($0) } ?? RoutingKey.binary(message.creditorID)
            let services = Services(message, isCoordinatedByAgent: coordinatorID != nil)
            headers.append(Header("ca-creditors", .boolean(services.creditorsAgent)))
            headers.append(Header("ca-trade", .boolean(services.trade)))
        }
        self.init(
            exchange: recipients == .debtors ? "debtors_in" : "creditors_in", routingKey: key, isMandatory: true,
            type: kind.typeName, appID: appID, headers: headers)
    }

    /// Which kind of node gets the message.
    public enum Recipients: Sendable {
        case creditors, debtors
    }

    /// Which of the two services of a node with creditors a message concerns.
    private struct Services {
        let creditorsAgent: Bool
        let trade: Bool

        init(_ message: some AccountMessage, isCoordinatedByAgent: Bool) {
            let isTradeOnly = message.creditorID.isSystemAccount || isCoordinatedByAgent
            creditorsAgent = !isTradeOnly
            trade = isTradeOnly || (message as? AccountTransfer)?.coordinatorType == .agent
        }
    }
}
