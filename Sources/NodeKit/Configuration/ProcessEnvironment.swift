import Foundation

/// The environment variables that a process was started with: the only source of configuration (OPS 1.1).
public struct ProcessEnvironment: Sendable {
    private var values: [String: String]

    /// An environment of these variables.
    public init(_ values: [String: String]) {
        self.values = values
    }

    /// The environment of this process, with `SUBSTITUTE_LOCALHOST_IN_VARS` applied (OPS 1.4).
    public static func current() -> ProcessEnvironment {
        var environment = ProcessEnvironment(ProcessInfo.processInfo.environment)
        environment.substituteLocalhost(gateway: DefaultGateway.address)
        return environment
    }

    /// The value as it was set, which may be empty; nil when the variable is absent.
    public subscript(name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }
}
