import Foundation

/// `swpt-creditors consume_messages` on a queue of the benchmark, as a process of its own.
final class ConsumerProcess {
    private let process = Process()
    var pid: Int32 { process.processIdentifier }

    /// - Parameter executable: the release build of the node.
    init(executable: String, environment: [String: String], queue: String, prefetchCount: Int) throws {
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["consume_messages", "--queue", queue, "--prefetch-count", String(prefetchCount), "--processes", "1", "--threads", "1"]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
