import Logging
import NodeKit
import Persistence
import SMPProtocol

/// What the loops of a worker work with: its own database, the solver's, and its shard.
struct WorkerContext: Sendable {
    let store: WorkerStore
    /// The solver's database, through a connection or two (TW 1.2).
    let solver: Database
    let shard: ShardConfiguration

    var database: Database { store.database }
    var rules: WorkerRules { store.rules }
    var logger: Logger { store.logger }
    var realm: ShardingRealm { shard.realm }

    func now() -> Timestamp { store.now() }

    /// Whether a row is one of those that a split has left to the sibling (TW 24.2).
    func isLeftOver(_ creditor: CreditorID) -> Bool {
        shard.deletesParentRecords && !realm.contains(creditor) && realm.parentContains(creditor)
    }
}
