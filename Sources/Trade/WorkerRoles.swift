import NodeKit
import SMPProtocol

// The roles of a worker as data: what their commands are called, and how they are made (TW 26.1).

/// `worker`: all that a worker does, in one process.
enum WorkerGroup: RoleGroup {
    typealias Assembly = WorkerNode
    static let command = "worker"
    static let abstract = "Does everything that one worker does. One for each shard; `solver` and `webserver` are others."
    static let needs = WorkerNode.needs
    static let roles: [any RoleDescription<WorkerNode>.Type] =
        [
            FlushAllRole<WorkerNode>.self,
            ConsumeMessages.self,
            ConsumeInternalMessages.self,
            RollWorkerTurns.self,
            ProcessDispatchings.self,
            FetchDebtorInfos.self,
            TriggerTransfers.self,
        ] + WorkerScans.roles
}

/// Handles the messages of the network's queue (TW-6).
enum ConsumeMessages: NetworkConsumer {
    typealias Assembly = WorkerNode
    static func handler(_ node: WorkerNode) -> any InboxHandler { node.inbox }
}

/// Handles the messages of the internal queue, if there is one. Both consumers take all types (TW 1.3).
enum ConsumeInternalMessages: ConsumerDescription {
    typealias Assembly = WorkerNode
    static let command = "consume_internal_messages"
    static let abstract = "Handles the messages of the internal queue."

    static func source(_ settings: TradeConfiguration) -> BrokerConfiguration? { settings.internalBroker }
    static func handler(_ node: WorkerNode) -> any InboxHandler { node.inbox }
}

extension WorkerNode {
    fileprivate var inbox: WorkerInbox {
        WorkerInbox(realm: settings.common.shard.realm) { [store] in _ = try await store.handle($0) }
    }
}
