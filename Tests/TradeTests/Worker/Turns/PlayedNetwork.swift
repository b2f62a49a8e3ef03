import NodeKit
import Persistence
import SMPProtocol
import TestSupport

@testable import Trade

/// What lies between workers with real databases and an authority in memory: messages are taken out of the outboxes and handed to whom they
/// are for. Whoever fails tries again.
struct PlayedNetwork {
    let fixture: ShardsFixture
    var authority = SimulatedAuthority(rules: Sample.rules)
    /// How often something failed.
    private(set) var failures = 0
    /// All amounts with which a transfer was finalized before the authority had done so (TW 28.6).
    private(set) var outcomes: [TransferID: Set<Int64>] = [:]
    private var waiting: [[any InboxMessage]]

    /// A batch of messages is one transaction.
    private static let batchSize = 40

    init(_ fixture: ShardsFixture) {
        self.fixture = fixture
        waiting = fixture.shards.map { _ in [] }
    }

    mutating func post(_ message: any SMPMessage) { post(type(of: message).kind, message.encoded()) }

    private mutating func post(_ kind: MessageKind, _ body: [UInt8]) {
        for (index, shard) in fixture.shards.enumerated() {
            let inbox = WorkerInbox(realm: shard.realm) { _ in }
            if case .handle(let message) = inbox.verdict(on: kind, body: body) { waiting[index].append(message) }
        }
    }

    /// Repeats what fails, as supervisors and brokers do.
    mutating func insist(_ body: () async throws -> Void) async throws {
        for _ in 0..<8 {
            do { return try await body() } catch { failures += 1 }
        }
        try await body()
    }

    /// Until nothing moves any more.
    mutating func settle() async throws {
        var isMoving = true
        while isMoving {
            isMoving = false
            for (index, shard) in fixture.shards.enumerated() {
                for message in try await shard.takeOutbox() {
                    isMoving = true
                    try deliver(message)
                }
                isMoving = try await handleWaiting(index) || isMoving
                try await insist { try await DispatchingLoop(context: shard).pass() }
                try await insist { _ = try await AttemptTrigger(context: shard, burstCount: 100).pass() }
            }
        }
    }

    private mutating func handleWaiting(_ index: Int) async throws -> Bool {
        let isMoving = !waiting[index].isEmpty
        while !waiting[index].isEmpty {
            let batch = Array(waiting[index].prefix(Self.batchSize))
            let store = fixture.shards[index].store
            try await insist { _ = try await store.handle(batch) }
            waiting[index].removeFirst(batch.count)
        }
        return isMoving
    }

    private mutating func deliver(_ message: (kind: MessageKind, body: [UInt8])) throws {
        let request: Outgoing
        switch message.kind {
        case .prepareTransfer: request = .prepareTransfer(try PrepareTransfer(json: message.body))
        case .finalizeTransfer:
            let m = try FinalizeTransfer(json: message.body)
            if authority.prepared[m.transferID] != nil { outcomes[m.transferID, default: []].insert(m.committedAmount) }
            request = .finalizeTransfer(m)
        case .configureAccount: return
        default: return post(message.kind, message.body)
        }
        for answer in authority.receive(request, now: fixture.clock.now()) { post(answer) }
    }
}
