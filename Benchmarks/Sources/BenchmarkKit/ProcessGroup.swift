import Foundation

/// Processes whose consumption is told as one: a program with everything that it started, such as a PostgreSQL server with its backends.
public struct ProcessGroup: Sendable {
    /// What the group is called in the report.
    public let name: String
    private let roots: [Int32]

    /// These processes.
    public init(name: String, pids: [Int32]) {
        self.name = name
        roots = pids
    }

    /// This very process: a benchmark that has the node's code inside.
    public static func current(name: String) -> ProcessGroup {
        ProcessGroup(name: name, pids: [getpid()])
    }

    /// A process of the stack that `scripts/bench` has started: "postgres", "broker", "creditors", "debtors", "sandbox"…
    ///
    /// - Throws: `MissingProcess` when the stack has no such process, or `STACK_DIR` is not set.
    public static func ofStack(_ process: String, name: String? = nil) throws -> ProcessGroup {
        ProcessGroup(name: name ?? process, pids: [try pidOfStack(process)])
    }

    static func pidOfStack(_ process: String) throws -> Int32 {
        guard let folder = ProcessInfo.processInfo.environment["STACK_DIR"],
            let record = try? String(contentsOfFile: "\(folder)/run/\(process).pid", encoding: .utf8),
            let pid = record.split(separator: " ").first.flatMap({ Int32($0) })
        else { throw MissingProcess(name: process) }
        return pid
    }

    /// The stack has no such process.
    public struct MissingProcess: Error, CustomStringConvertible {
        /// The process that is missing.
        public let name: String
        public var description: String { "no process \(name) in STACK_DIR: start this with scripts/bench" }
    }

    /// User and system time so far, in seconds: of the processes that run, and of those that have ended and were waited for.
    public var cpuSeconds: Double {
        let all = ProcessStatus.all()
        return Double(tree(of: all).reduce(0) { $0 + $1.ticks }) / ProcessStatus.ticksPerSecond
    }

    /// The largest resident memory so far, in megabytes, of the processes that run; pages that several share count for each.
    public var peakResidentMegabytes: Double {
        tree(of: ProcessStatus.all()).reduce(0) { $0 + ProcessStatus.peakResidentMegabytes(of: $1.pid) }
    }

    private func tree(of all: [ProcessStatus]) -> [ProcessStatus] {
        let children = Dictionary(grouping: all, by: \.parent)
        var queue = all.filter { roots.contains($0.pid) }
        var members: [ProcessStatus] = []
        while let process = queue.popLast() {
            members.append(process)
            queue += children[process.pid] ?? []
        }
        return members
    }
}

/// What /proc says of one process.
struct ProcessStatus {
    let pid: Int32
    let parent: Int32
    /// utime, stime, and the same of children that were waited for.
    let ticks: Int

    static let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))

    static func all() -> [ProcessStatus] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { name in
            guard let pid = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
            return ProcessStatus(pid: pid, stat: stat)
        }
    }

    /// The fields after the program's name, which may itself contain spaces and parentheses.
    init?(pid: Int32, stat: String) {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        self.pid = pid
        self.parent = parent
        ticks = fields[11...14].reduce(0) { $0 + (Int($1) ?? 0) }
    }

    static func peakResidentMegabytes(of pid: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) } ?? 0
        return kilobytes / 1024
    }
}
