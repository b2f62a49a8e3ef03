import Messaging
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

/// The real program, with a database and a queue of its own, and the accounting authority played by the test over the broker.
///
/// The node serves a small realm of creditors, who have accounts with debtors whose IDs begin alike, so that several nodes can share a
/// broker.
struct LiveNode: LiveProgramOwner {
    let program: LiveProgram
    let creditors: ShardingRealm
    let authority: PlayedAuthority
    private let firstDebtor: DebtorID

    /// Prepares everything, runs the body, and removes everything. Nothing is running when the body begins.
    ///
    /// - Parameter ownsServer: the test stops the database server; nobody else uses it meanwhile.
    static func with(
        _ settings: [String: String] = [:], ownsServer: Bool = false, _ body: @escaping @Sendable (LiveNode) async throws -> Void
    ) async throws {
        let bits = (0..<8).map { _ in Bool.random() ? "1." : "0." }.joined()
        let creditors = try #require(ShardingRealm(bindingKey: bits + "#"))
        let firstDebtor = DebtorID(Int64(Int32.random(in: 1...Int32.max)) << 32)
        let usual = [
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY": creditors.bindingKey, "MIN_CREDITOR_ID": "4294967296",
            "MAX_CREDITOR_ID": "0x7fffffffffffffff",
        ]
        let all = usual.merging(settings) { $1 }
        try await LiveProgram.with("swpt-creditors", pathPrefix: "creditors", settings: all, ownsServer: ownsServer) { program in
            try await PlayedAuthority.with(program.broker, .ofDebtors(like: firstDebtor)) { authority in
                try await body(LiveNode(program: program, creditors: creditors, authority: authority, firstDebtor: firstDebtor))
            }
        }
    }

    /// A creditor of the realm that nobody else has.
    func newCreditor() -> CreditorID {
        while true {
            let id = CreditorID(Int64.random(in: 0x1_0000_0000...Int64.max))
            if creditors.contains(id) { return id }
        }
    }

    /// A debtor that the test plays.
    func newDebtor() -> DebtorID { DebtorID(firstDebtor.rawValue + Int64(UInt32.random(in: 0 ... .max))) }

    /// An account of a new creditor. Returns its path.
    func newAccount(_ key: AccountKey) async throws -> String {
        _ = try await json(.post, "\(Path.creditor(key.creditor))activate", "{}")
        _ = try await json(.post, "\(Path.creditor(key.creditor))accounts/", #"{"uri":"swpt:\#(key.debtor.unsigned)"}"#)
        return Path.account(key)
    }
}

extension PlayedAuthority.Wiring {
    /// Of the debtors with the same first four bytes.
    fileprivate static func ofDebtors(like first: DebtorID) -> Self {
        Self(
            bindings: { queue in
                Topology(queueBindings: [.init(queue, to: "creditors_out", routingKey: RoutingKey.hex(first).prefix(12) + "#")])
            },
            outgoing: { outgoing($0) })
    }

    /// A message to the node, as bridges send it.
    static func outgoing(_ message: any SMPMessage) -> OutgoingMessage {
        let kind = type(of: message).kind.typeName
        return OutgoingMessage(
            exchange: "creditors_in", routingKey: RoutingKey.binary(message.address.creditorID!), isMandatory: true, type: kind,
            appID: "test", headers: [Field("message-type", .string(kind)), Field("ca-creditors", true), Field("ca-trade", false)],
            body: message.encoded())
    }
}
