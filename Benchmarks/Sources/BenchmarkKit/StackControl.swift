import Foundation

/// Stops and starts what `scripts/bench` has started, with other settings if need be.
public enum StackControl {
    /// A control program ended with an error.
    public struct Failure: Error, CustomStringConvertible {
        /// The node or process, and what was to be done.
        public let order: String
        /// Of the control program.
        public let status: Int32
        public var description: String { "\(order) ended with status \(status)" }
    }

    /// Returns when it is done; of what was started, what has a port answers.
    ///
    /// - Parameters:
    ///   - node: a node or one of its processes, e.g. "trade" or "trade-worker".
    ///   - action: start, stop, restart or kill.
    ///   - changes: variables that processes which are started get besides those of the stack, or instead.
    public static func run(_ node: String, _ action: String, environment changes: [String: String] = [:]) throws {
        let environment = ProcessInfo.processInfo.environment
        guard let folder = environment["STACK_DIR"] else { throw ProcessGroup.MissingProcess(name: node) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(folder)/control-\(node)")
        process.arguments = [action]
        process.environment = environment.merging(changes) { $1 }
        // What it says is no part of the report.
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(order: "\(node) \(action)", status: process.terminationStatus) }
    }
}
