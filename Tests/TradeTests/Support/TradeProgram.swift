import Foundation
import Persistence
import TestSupport
import Testing

/// `swpt-trade` as operators run it.
enum TradeProgram {
    /// Runs a command to its end: its exit status, and what it has said.
    static func run(_ line: String, _ variables: [String: String] = [:]) async throws -> (status: Int32, text: String) {
        let path = NSTemporaryDirectory() + "trade-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let status = await (try start(line, variables, outputPath: path)).wait()
        return (status, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
    }

    /// Starts a command; nobody waits for it.
    static func start(_ line: String, _ variables: [String: String], outputPath: String) throws -> ChildProcess {
        let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""].merging(variables) { $1 }
        return try ChildProcess(
            ChildProcess.product("swpt-trade"), line.split(separator: " ").map(String.init), environment: environment,
            outputPath: outputPath)
    }

    /// The URL of a test's database, with its password.
    static func url(_ database: DatabaseURL) throws -> String {
        let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"].flatMap { URLComponents(string: $0) }
        var components = try #require(server)
        components.path = "/" + (database.databaseName ?? "")
        return try #require(components.string)
    }
}
