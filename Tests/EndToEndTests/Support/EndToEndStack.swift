import Demo
import Foundation

/// The stack that all end-to-end tests share: all nodes and the sandbox, with authorization switched on. `scripts/test` starts it.
enum EndToEndStack {
    private static let shared = Result { try Nodes(environment: ProcessInfo.processInfo.environment) }

    /// - Throws: an error that says what to do when there is no stack.
    static func nodes() throws -> Nodes { try shared.get() }

    /// The seed of random tests: `TEST_SEED`, or always the same.
    static func seed(_ usual: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? usual
    }
}
