import Demo
import Persistence
import WebFetch

/// Nodes and servers may come and go: whoever gets no answer asks again, as wallets do.
enum Patience {
    /// nil when a node or a server is away at the moment.
    static func unlessOutOfService<Value>(_ body: () async throws -> Value) async throws -> Value? {
        do {
            return try await body()
        } catch let error as WebError where error.isTransient {
            return nil
        } catch let error as UnexpectedAnswer where error.answer.status >= 500 {
            return nil
        } catch is DatabaseError {
            return nil
        } catch let error as PostgresError where error.endsSession || error.sqlState.errorClass == "57" {
            return nil
        }
    }

    /// Asks until there is an answer.
    static func insist<Value>(_ what: String, seconds: Double = 90, _ body: () async throws -> Value) async throws -> Value {
        try await awaited(what, seconds: seconds, pause: .milliseconds(20)) { try await unlessOutOfService(body) }
    }

    /// Asks until the answer is the one that is waited for.
    static func until(_ what: String, seconds: Double = 90, _ condition: () async throws -> Bool) async throws {
        try await untilTrue(what, seconds: seconds, pause: .milliseconds(20)) { try await unlessOutOfService(condition) ?? false }
    }
}
