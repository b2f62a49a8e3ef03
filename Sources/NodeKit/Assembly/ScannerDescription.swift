import Logging

/// A scanner of a table as data (OPS 3.8, SMP 16).
public protocol ScannerDescription<Assembly>: RoleDescription {
    /// Its name and pace.
    static var plan: ScanPlan { get }

    /// The scanner, walking as it is told.
    static func scanner(_ node: Assembly, _ scan: Scan) -> any NodeRole
}

extension ScannerDescription {
    /// E.g. `scan_log_entries`.
    public static var command: String { plan.command }

    /// Scanners hardly ever meet.
    public static func connections(_ settings: Assembly.Settings) -> Int { 1 }

    /// The scanner as the variables want it.
    public static func role(_ node: Assembly) throws -> (any NodeRole)? {
        scanner(node, Scan(command, node.settings.walks[plan], logger: node.core.logger("scan")))
    }
}
