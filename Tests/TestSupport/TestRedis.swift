import Foundation

/// The Redis server that tests may use: `TEST_REDIS_URL`, and `TEST_REDIS_CONTROL`, a program that takes `stop`, `start` or `restart`.
///
/// Tests share it, so each uses keys of its own.
public struct TestRedis: Sendable {
    /// Where the server is.
    public let url: String

    /// There is no server.
    public struct Unavailable: Error, CustomStringConvertible {
        public let description: String
    }

    /// The server that the environment names.
    public init() throws {
        url = try Self.variable("TEST_REDIS_URL")
    }

    /// Runs the control program, and returns when it has done its work.
    public func control(_ action: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Self.variable("TEST_REDIS_CONTROL"))
        process.arguments = [action]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Unavailable(description: "TEST_REDIS_CONTROL \(action) failed with exit code \(process.terminationStatus)")
        }
    }

    private static func variable(_ name: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
            throw Unavailable(description: "the environment variable \(name) is not set; scripts/test sets it")
        }
        return value
    }
}
