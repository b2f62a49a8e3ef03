import Messaging
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Debtors

/// The real program, with a database and a queue of its own, and the accounting authority played by the test over the broker.
///
/// The node serves a small realm of its own, so that several nodes can share a broker.
struct LiveNode: LiveProgramOwner {
    let program: LiveProgram
    let realm: ShardingRealm
    let authority: PlayedAuthority

    /// Prepares everything, runs the body, and removes everything. Nothing is running when the body begins.
    static func with(_ settings: [String: String] = [:], _ body: @escaping @Sendable (LiveNode) async throws -> Void) async throws {
        let realm = try freeRealm()
        let usual = [
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": realm.bindingKey, "MIN_DEBTOR_ID": "0", "MAX_DEBTOR_ID": "0x7fffffffffffffff",
        ]
        try await LiveProgram.with("swpt-debtors", pathPrefix: "debtors", settings: usual.merging(settings) { $1 }) { program in
            try await PlayedAuthority.with(program.broker, .ofDebtors(in: realm)) { authority in
                try await body(LiveNode(program: program, realm: realm, authority: authority))
            }
        }
    }

    /// Every 256th part of the debtors, in random order. No two tests get the same: the broker would give each the other's messages, too.
    private static let realms = Mutex((0..<256).shuffled())

    private static func freeRealm() throws -> ShardingRealm {
        let number = try #require(realms.withLock { $0.popLast() })
        let bits = (0..<8).map { number >> $0 & 1 == 1 ? "1." : "0." }.joined()
        return try #require(ShardingRealm(bindingKey: bits + "#"))
    }

    /// An ID of the realm that nobody else has.
    func newID() -> DebtorID {
        while true {
            let id = DebtorID(Int64.random(in: 0...Int64.max))
            if realm.contains(id) { return id }
        }
    }
}

extension PlayedAuthority.Wiring {
    /// Of the debtors in a realm.
    static func ofDebtors(in realm: ShardingRealm) -> Self {
        Self(
            bindings: { Topology(queueBindings: [.init($0, to: "debtors_out", routingKey: "")]) },
            isForUs: { realm.contains($0.debtorID) },
            outgoing: { message in
                OutgoingMessage(
                    exchange: "debtors_in", routingKey: RoutingKey.binary(message.address.debtorID!), isMandatory: true,
                    type: type(of: message).kind.typeName, appID: "test", headers: [], body: message.encoded())
            })
    }
}
