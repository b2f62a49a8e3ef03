import ArgumentParser
import NodeKit

/// `roll_turns`: the solver's loop alone (TS 12.4, TS2-3). Options that are empty or absent leave the variables' values.
struct RollTurnsCommand: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: SolverGroup.RollTurns.command, abstract: SolverGroup.RollTurns.abstract, helpNames: .long)

    @Option(name: .shortAndLong, help: "A turn begins in each period, e.g. 1d; 0: no turn ever begins.")
    var period: String?
    @Option(name: [.customShort("o"), .long], help: "When in the period a turn begins, e.g. 2h.")
    var periodOffset: String?
    @Option(name: .shortAndLong, help: "The time between two looks at the turns, at most, e.g. 60s.")
    var checkInterval: String?
    @Flag(help: "One pass, then exit.")
    var quitEarly = false

    var needs: [String] { TradeNeeds.rollTurns }

    func validate() throws {
        _ = try (duration(period, "period"), duration(periodOffset, "period-offset"), duration(checkInterval, "check-interval"))
    }

    func execute(_ settings: TradeConfiguration, _ process: NodeProcess) async throws -> Int32 {
        var solver = try settings.solverSettings()
        if let period = try duration(period, "period") { solver.schedule.period = period }
        if let offset = try duration(periodOffset, "period-offset") { solver.schedule.offset = offset }
        if let interval = try duration(checkInterval, "check-interval") {
            solver.checkInterval = max(interval, TurnSettings.shortestCheckInterval)
        }
        let node = try SolverNode(settings, connections: SolverGroup.RollTurns.connections(settings) + 2, logger: process.logger)
        let role = node.core.alone(node.turnRoller(solver, quitsEarly: quitEarly))
        return await process.run(role, as: .job, hasEnd: quitEarly)
    }

    /// - Throws: a usage error for something that is no period.
    private func duration(_ text: String?, _ option: String) throws -> Duration? {
        guard let text, !text.isEmpty else { return nil }
        guard let duration = TurnSettings.period.parse(text) else {
            throw ValidationError("--\(option) has the value \"\(text)\"; expected \(TurnSettings.period.expected)")
        }
        return duration
    }
}
