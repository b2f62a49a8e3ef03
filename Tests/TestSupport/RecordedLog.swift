import Logging
import Synchronization

/// Keeps what is logged, for tests that look at it.
public final class RecordedLog: Sendable {
    private let records = Mutex<[String]>([])

    /// Nothing is recorded yet.
    public init() {}

    /// The records so far: level, message, and metadata sorted by key.
    public var lines: [String] { records.withLock { $0 } }

    /// A logger that writes here, from level `debug`.
    public var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            log.records.withLock { $0.append("\(event.level) \(event.message)\(all.joined())") }
        }
    }
}
