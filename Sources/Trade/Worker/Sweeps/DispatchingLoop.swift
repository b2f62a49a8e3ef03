import NodeKit
import SMPProtocol

/// `process_dispatchings` (TW-21): leads the collectors' turns from stage to stage, and replays messages that came too early (TW 20.6).
/// It is
/// woken by whatever may have removed the last obstacle.
struct DispatchingLoop: Sendable {
    let context: WorkerContext
    /// How many statuses, or messages, one transaction works on; tests take fewer.
    var batchSize = 1000

    /// A key before all others.
    private static let first = StatusKey(collector: CreditorID(.min), turn: TurnID(.min), debtor: DebtorID(.min))

    @Sendable func pass() async throws {
        while try await advance(), !Pause.isStopping {}
        try await replay()
    }

    /// - Returns: whether somebody can advance once more.
    private func advance() async throws -> Bool {
        var last = Self.first
        var hasMore = false
        while !Pause.isStopping {
            let keys = try await context.store.progressingStatuses(after: last, limit: batchSize)
            guard let end = keys.last else { break }
            let own = keys.filter { context.realm.contains($0.collector) }
            if !own.isEmpty, try await context.store.advanceStatuses(own) { hasMore = true }
            last = end
        }
        return hasMore
    }

    @Sendable func replay() async throws {
        while try await context.store.replayDelayedTransfers(limit: batchSize, isLeftOver: context.isLeftOver) > 0, !Pause.isStopping {}
    }
}

/// `trigger_transfers` (TW 22.12): starts attempts anew whose time has come.
struct AttemptTrigger: Sendable {
    let context: WorkerContext
    /// How many one transaction works on.
    let burstCount: Int

    /// - Returns: when the next attempt is due.
    @Sendable func pass() async throws -> Timestamp? {
        while !Pause.isStopping {
            let (count, nextDueAt) = try await context.store.triggerAttempts(limit: burstCount, isLeftOver: context.isLeftOver)
            if count < burstCount { return nextDueAt }
        }
        return nil
    }
}
