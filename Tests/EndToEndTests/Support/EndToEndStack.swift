import Demo
import Foundation
import Persistence
import TestSupport

/// The stack that all end-to-end tests share: two agents and the sandbox, with authorization switched on. `scripts/test` starts it.
enum EndToEndStack {
    private static let shared = Result { try Nodes(environment: ProcessInfo.processInfo.environment) }

    /// - Throws: an error that says what to do when there is no stack.
    static func nodes() throws -> Nodes { try shared.get() }

    /// The seed of random tests: `TEST_SEED`, or always the same.
    static func seed(_ usual: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment["TEST_SEED"].flatMap { UInt64($0) } ?? usual
    }

    /// A database of the stack: `CREDITORS_POSTGRES_URL` or `DEBTORS_POSTGRES_URL`.
    static func withDatabase<R: Sendable>(_ variable: String, _ body: (Database) async throws -> R) async throws -> R {
        guard let text = ProcessInfo.processInfo.environment[variable] else { throw TestDatabase.MissingVariable(variable) }
        let database = Database(
            url: try DatabaseURL(text), configuration: DatabaseConfiguration(maximumConnections: 2), logger: TestDatabase.quietLogger)
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}
