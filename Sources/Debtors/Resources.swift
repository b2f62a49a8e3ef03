import NodeKit
import Persistence

/// Files that are part of the program.
enum Resources {
    /// The description of the Web API.
    static let openAPI = EmbeddedResource.at("debtors/openapi.json").bytes

    /// All steps of the schema.
    static let migrations = Migration.embedded(in: "debtors/migrations")
}
