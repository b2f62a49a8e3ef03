import Logging

/// The log of a process.
public enum NodeLogging {
    /// Directs all loggers of the process to standard output. Call once, before the first logger is made.
    public static func bootstrap(_ configuration: LogConfiguration, service: String) {
        LoggingSystem.bootstrap { label in
            handler(label: label, configuration: configuration, service: service, output: StandardOutput())
        }
    }

    /// The service's own loggers are `service` and `service.…`; they and the associated ones follow the configured level, all others log
    /// from max(warning, level) (OPS 9.1).
    static func handler(label: String, configuration: LogConfiguration, service: String, output: any LogOutput) -> NodeLogHandler {
        let own = [service] + configuration.associatedLoggers
        let isOwn = own.contains { label == $0 || label.hasPrefix($0 + ".") }
        let level = Logger.Level(rawValue: configuration.level) ?? .warning
        return NodeLogHandler(label: label, format: configuration.format, level: isOwn ? level : max(level, .warning), output: output)
    }
}
