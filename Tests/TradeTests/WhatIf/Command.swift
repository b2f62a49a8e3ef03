import Foundation
import TestSupport

/// One run of the built `swpt-trade`.
struct CommandRun {
    let status: Int32
    let output: [UInt8]
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }

    /// - Parameters:
    ///   - input: what comes from standard input.
    ///   - outputPath: where standard output goes, if `output` is not wanted.
    init(_ arguments: [String], input: [UInt8] = [], outputPath: String? = nil) throws {
        self = try CommandRun(executable: ChildProcess.product("swpt-trade"), arguments, input: input, outputPath: outputPath)
    }

    /// A line of bash, in which `$TRADE` is the command.
    init(bash line: String) throws {
        self = try CommandRun(executable: "/bin/bash", ["-c", "TRADE='\(ChildProcess.product("swpt-trade"))'; \(line)"])
    }

    private init(executable: String, _ arguments: [String], input: [UInt8] = [], outputPath: String? = nil) throws {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: folder.file("input", input))
        let (output, errors) = (try folder.file("output", []), try folder.file("errors", []))
        process.standardOutput = try FileHandle(forWritingTo: outputPath.map { URL(fileURLWithPath: $0) } ?? output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        status = process.terminationStatus
        self.output = Array(try Data(contentsOf: output))
        self.errors = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    }
}

/// A folder that is gone when nobody uses it any more.
final class TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("trade-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var path: String { url.path }

    func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
        let file = url.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file
    }
}
