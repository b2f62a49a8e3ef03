import NodeKit
import Persistence

/// Files that are part of the program.
enum Resources {
    /// The description of the Web API.
    static let openAPI = EmbeddedResource.at("creditors/openapi.json").bytes

    /// All steps of the schema.
    static let migrations = Migration.embedded(in: "creditors/migrations")
}
