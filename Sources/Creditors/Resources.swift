import CCreditorsResources
import Persistence

/// Files that are part of the program.
enum Resources {
    static let openAPI = bytes(creditors_openapi())

    static let migrations = [
        Migration(number: 1, name: "creditors", sql: String(decoding: bytes(creditors_migration_0001()), as: UTF8.self))
    ]

    private static func bytes(_ resource: creditors_resource) -> [UInt8] {
        [UInt8](UnsafeBufferPointer(start: resource.bytes, count: resource.count))
    }
}
