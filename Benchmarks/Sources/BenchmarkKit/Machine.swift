import Foundation

/// The machine that a benchmark ran on, in a few words.
enum Machine {
    static let description: String = {
        let cpus = read("/proc/cpuinfo").filter { $0.hasPrefix("processor") }.count
        let model = value(of: "model name", in: read("/proc/cpuinfo")) ?? "unknown processor"
        let kilobytes = value(of: "MemTotal", in: read("/proc/meminfo")).flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        return "\(cpus) × \(model), \((kilobytes + (1 << 19)) >> 20) GB"
    }()

    private static func read(_ path: String) -> [Substring] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
    }

    private static func value(of name: String, in lines: [Substring]) -> String? {
        lines.first { $0.hasPrefix(name) }?.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
