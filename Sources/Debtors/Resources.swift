import CDebtorsResources
import Persistence

/// The files that are part of the program.
enum Resources {
    /// The description of the Web API.
    static let openAPI = bytes(debtors_openapi())

    /// All steps of the schema.
    static let migrations = [
        Migration(number: 1, name: "debtors", sql: text(debtors_migration_0001()))
    ]

    private static func bytes(_ resource: debtors_resource) -> [UInt8] {
        Array(UnsafeBufferPointer(start: resource.bytes, count: resource.count))
    }

    private static func text(_ resource: debtors_resource) -> String {
        String(decoding: bytes(resource), as: UTF8.self)
    }
}
