import Logging
import ServiceLifecycle

/// Runs several roles in one process and starts each again when it ends (OPS 3.3). A failing role neither stops nor delays the others.
public struct Supervisor: NodeRole {
    /// The name in logs.
    public let name: String
    private let roles: [any NodeRole]
    private let board: RoleBoard
    private let logger: Logger
    private let sleep: @Sendable (Duration) async -> Bool

    /// - Parameters:
    ///   - name: the command, e.g. `all`.
    ///   - board: is told which roles run.
    public init(name: String, roles: [any NodeRole], board: RoleBoard = RoleBoard(), logger: Logger) {
        self.init(name: name, roles: roles, board: board, logger: logger, sleep: { await Pause.sleep(for: $0) })
    }

    /// - Parameter sleep: waits; returns false when the process is to stop.
    init(
        name: String, roles: [any NodeRole], board: RoleBoard = RoleBoard(), logger: Logger,
        sleep: @escaping @Sendable (Duration) async -> Bool
    ) {
        self.name = name
        self.roles = roles
        self.board = board
        self.logger = logger
        self.sleep = sleep
    }

    /// Returns when the process is to stop and all roles have ended.
    public func run() async throws {
        await withTaskGroup { group in
            for role in roles {
                group.addTask { await superviseForEver(role) }
            }
        }
    }

    private func superviseForEver(_ role: any NodeRole) async {
        var policy = RestartPolicy()
        repeat {
            let start = ContinuousClock.now
            let pulse = board.started(role.name, at: start)
            do {
                try await Pulse.$current.withValue(pulse) { try await role.run() }
                if Pause.isStopping { return }
                logger.error("\(role.name) ended unexpectedly")
            } catch {
                if Pause.isStopping && error is CancellationError { return }
                logger.error("\(role.name) failed", error: error)
                if Pause.isStopping { return }
            }
            board.failed(role.name)
            let pause = policy.pause(afterRunOf: ContinuousClock.now - start)
            logger.info("\(role.name) starts again in \(pause.components.seconds) s")
            guard await sleep(pause) else { return }
        } while true
    }
}
