import Logging

/// Looks, whenever somebody asks (the command `health`), whether the roles of the process run and whatever it relies on answers.
struct HealthService: Sendable {
    /// The answer when all is well.
    static let healthy = "healthy\n"

    /// The name under which the process is asked: that of its executable.
    let name: String
    let board: RoleBoard
    let readiness: Readiness
    let logger: Logger

    /// Until it is cancelled. Returns at once when another process of the node, on the same machine, is the one that is asked.
    func run() async {
        guard let socket = HealthSocket(name: name) else {
            logger.debug("Another process answers the command health")
            return
        }
        await withDiscardingTaskGroup { group in
            for await client in socket.clients {
                group.addTask { client.tell(await answer()) }
            }
        }
    }

    /// ``healthy``, or a line for each trouble.
    func answer() async -> String {
        let troubles = board.troubles() + (await readiness.failures())
        return troubles.isEmpty ? Self.healthy : troubles.map { $0 + "\n" }.joined()
    }
}
