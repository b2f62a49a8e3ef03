import Logging
import NodeKit
import Persistence
import SMPProtocol

/// The worker's part in the turns (TW-12): it follows the solver from phase to phase, and does the work of each sub-phase.
///
/// Every sub-phase is one transaction of the worker's database that ends with the next sub-phase. What is written to the solver's database
/// meanwhile can be written again: so whatever is interrupted anywhere begins anew (TW 28.16).
struct WorkerTurnRoller: Sendable {
    let context: WorkerContext

    private var logger: Logger { context.logger }

    /// Looks once, and does everything that is due.
    ///
    /// - Returns: when there will be something to do, unless the solver leads on before.
    @Sendable func pass() async throws -> Timestamp? {
        try await follow()
        var next: Timestamp?
        for turn in try await context.store.openTurns() {
            let moment = try await advance(turn)
            next = [next, moment].compactMap(\.self).min()
        }
        return next
    }

    /// TW 12.1.1, 12.1.2: takes over what the solver has decided since.
    private func follow() async throws {
        let unfinished = try await context.solver.pipeline([Query(TurnRows.unfinished)], readOnly: true)[0].map(TurnRows.turn)
        let known = try await context.store.turnsToCompare(with: unfinished.map(\.id))
        let behind = Set(known.filter { $0.turn.phase < .givingAndTaking }.map(\.turn.id)).subtracting(unfinished.map(\.id))
        var turns = unfinished
        if !behind.isEmpty {
            turns += try await context.solver.pipeline([TurnRows.byID(behind.sorted())], readOnly: true)[0].map(TurnRows.turn)
        }
        let states = Dictionary(uniqueKeysWithValues: known.map { ($0.turn.id, $0) })
        // A turn that does not change is not locked: offers that come meanwhile find it (TW 15.1.1).
        let changed = turns.filter { WorkerTurn.following($0, from: states[$0.id]) != nil }
        if !changed.isEmpty { try await context.store.follow(changed) }
        // The others are not done yet. Or the solver's database was put back to an earlier moment: then the rows are there again, and no
        // turn would begin any more.
        for turn in unfinished where turn.phase == .givingAndTaking && states[turn.id]?.state == .finished {
            try await TurnSettling(context: context, turn: turn).deleteResults()
        }
    }

    /// Does what is due in a turn.
    ///
    /// - Returns: when there will be something again.
    private func advance(_ turn: WorkerTurn) async throws -> Timestamp? {
        var turn = turn
        while true {
            switch turn.action(at: context.now(), context.rules.turns) {
            case .wait(let until): return until
            case .skip:
                logger.error("\(turn.name) was not done before the phase's deadline.")
                guard let next = try await context.store.step(turn, { _ in Effects() }) else { return nil }
                turn = next
            case .work:
                guard let next = try await work(turn) else { return nil }
                turn = next
            }
        }
    }

    /// - Returns: the turn's next state; nil when somebody else has changed it.
    private func work(_ turn: WorkerTurn) async throws -> WorkerTurn? {
        logger.info("\(turn.name): started.")
        let next = try await context.store.step(turn) { transaction in
            switch turn.state {
            case .spreadingCurrencies: try await CurrencySpreading(context: context, turn: turn.turn).run()
            case .makingBids: try await BidGathering(context: context, turn: turn.turn).run(transaction)
            case .lockingAccounts: try await OfferPouring(context: context, turn: turn.turn).run(transaction)
            case .takingOver: try await ResultTaking(context: context, turn: turn.turn).run(transaction)
            case .settling: try await TurnSettling(context: context, turn: turn.turn).run(transaction)
            case .awaitingCurrencies, .awaitingTrades, .finished: preconditionFailure("nothing is to be done in a state of waiting")
            }
        }
        guard let next else { return nil }
        if let deadline = turn.turn.phaseDeadline, context.now() >= deadline {
            logger.error("\(turn.name): not completed before the phase's deadline.")
        } else {
            logger.info("\(turn.name): completed.")
        }
        return next
    }
}

extension WorkerTurn {
    /// What logs call it.
    fileprivate var name: String { "Turn \(turn.id), phase \(state.phase.rawValue), sub-phase \(state.subphase.rawValue)" }
}
