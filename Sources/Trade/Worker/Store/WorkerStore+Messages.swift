import NodeKit
import Persistence
import SMPProtocol

extension WorkerStore {
    /// Handles a batch of messages: loads what they are about, lets them decide on it, stores what has changed. Two or three round trips.
    ///
    /// - Returns: what is left to be done; what had to be stored is stored.
    @discardableResult
    func handle(_ messages: [any InboxMessage]) async throws -> Effects {
        let keys = MessageScopeKeys(messages, rules)
        return try await transaction { tx, effects in
            var old = WorkerState()
            let requestIDs = try old.load(keys, in: tx)
            var scope = MessageScope(old, rules: rules, now: now(), requestIDs: requestIDs.reversed(), random: random)
            scope.handle(messages)
            scope.state.enqueueChanges(from: old, collectors: rules.collectors, in: tx)
            effects = scope.effects
            if !rules.explains { effects.explanations = [] }
            return effects
        }
    }
}
