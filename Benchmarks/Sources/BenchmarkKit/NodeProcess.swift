import Foundation

/// One more process of a node that the stack has started: the same executable with the same configuration, another command.
public final class NodeProcess {
    private let process = Process()
    /// Its process ID.
    public var pid: Int32 { process.processIdentifier }

    /// - Parameters:
    ///   - node: the process of the stack, e.g. "debtors".
    ///   - arguments: the command and its options.
    ///   - changes: variables that differ.
    /// - Throws: ``ProcessGroup/MissingProcess``.
    public init(of node: String, _ arguments: [String], environment changes: [String: String] = [:]) throws {
        let pid = try ProcessGroup.pidOfStack(node)
        let variables = try String(contentsOfFile: "/proc/\(pid)/environ", encoding: .utf8).split(separator: "\0").compactMap { line in
            line.firstIndex(of: "=").map { (String(line[..<$0]), String(line[line.index(after: $0)...])) }
        }
        process.executableURL = URL(fileURLWithPath: try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe"))
        process.arguments = arguments
        process.environment = Dictionary(variables) { $1 }.merging(changes) { $1 }
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }

    /// Ends the process gently and waits for it.
    public func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}
