/// How the process logs (OPS 2.1, 9.1).
public struct LogConfiguration: Sendable, Equatable {
    /// The form of records.
    public enum Format: String, Sendable, CaseIterable {
        /// One line for each.
        case text
        /// One object for each.
        case json
    }

    /// `debug`, `info`, `warning`, `error` or `critical`. Libraries log from the higher of this and `warning`.
    public let level: String
    /// The form of records.
    public let format: Format
    /// Further loggers that follow the level.
    public let associatedLoggers: [String]
    /// Whether each request is logged: only when the level is exactly `debug`, in lower case (OPS 4.5).
    public let logsRequests: Bool

    /// What `APP_LOG_LEVEL` may be.
    public static let levels = ["debug", "info", "warning", "error", "critical"]

    /// The defaults of the variables.
    public init(level: String = "warning", format: Format = .text, associatedLoggers: [String] = []) {
        self.level = level
        self.format = format
        self.associatedLoggers = associatedLoggers
        self.logsRequests = level == "debug"
    }

    init(reader: inout ConfigurationReader) {
        let level = reader.read(
            "APP_LOG_LEVEL", .text.limited(to: "one of \(Self.levels.joined(separator: ", "))") { Self.levels.contains($0.lowercased()) },
            default: "warning",
            "`debug`, `info`, `warning`, `error` or `critical`, in any case. Exactly `debug` also logs each web request")
        let format = reader.read(
            "APP_LOG_FORMAT", .text.limited(to: "text or json") { Format(rawValue: $0) != nil }, default: "text",
            "`text`, or `json`: one object per line")
        self.level = level.lowercased()
        self.format = Format(rawValue: format) ?? .text
        self.logsRequests = level == "debug"
        self.associatedLoggers = reader.read(
            "APP_ASSOCIATED_LOGGERS", .words, default: [], "Names of further loggers that follow `APP_LOG_LEVEL`, separated by spaces")
    }
}
