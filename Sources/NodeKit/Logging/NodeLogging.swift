import Logging
import Synchronization

/// The log of a process.
public enum NodeLogging {
    private static let pipe = Mutex<LogPipe?>(nil)

    /// Directs all loggers of the process to standard output. Call once, before the first logger is made.
    public static func bootstrap(_ configuration: LogConfiguration, service: String) {
        let pipe = LogPipe { lostCount in lossRecord(lostCount, configuration, service) }
        self.pipe.withLock { $0 = pipe }
        LoggingSystem.bootstrap { label in handler(label: label, configuration: configuration, service: service, output: pipe) }
    }

    /// Waits a moment for the reader of the log to take the last records.
    static func finish() { pipe.withLock { $0 }?.finish(within: 1) }

    static func lossRecord(_ count: Int, _ configuration: LogConfiguration, _ service: String) -> String {
        let line = LogLine(
            time: .now(), level: .warning, logger: "\(service).log", message: "\(count) log records were lost: nobody has read the log",
            metadata: [], exception: nil)
        return configuration.format == .json ? line.json : line.text
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
