import NodeKit
import Persistence

/// Files that are part of the program.
enum Resources {
    /// The description of the Web API.
    static let openAPI = EmbeddedResource.at("trade/openapi.json").bytes

    /// All steps of the solver database's schema.
    static let solverMigrations = Migration.embedded(in: "trade/migrations/solver")

    /// All steps of a worker database's schema.
    static let workerMigrations = Migration.embedded(in: "trade/migrations/worker")
}
