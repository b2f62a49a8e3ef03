import Logging

/// Writes records as OPS 9.1 demands, text or JSON.
struct NodeLogHandler: LogHandler {
    let label: String
    let format: LogConfiguration.Format
    let output: any LogOutput
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    /// Keys that libraries attach to every record and that help nobody who reads the log.
    private static let droppedKeys: Set<String> = ["hb.request.id"]

    init(label: String, format: LogConfiguration.Format, level: Logger.Level, output: any LogOutput) {
        self.label = label
        self.format = format
        self.logLevel = level
        self.output = output
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = LogLine(
            time: .now(), level: event.level, logger: label, message: "\(event.message)", metadata: shown(event.metadata),
            exception: event.error.map(Self.describe))
        output.write(format == .json ? line.json : line.text)
    }

    private func shown(_ eventMetadata: Logger.Metadata?) -> [(key: String, value: String)] {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let eventMetadata { all.merge(eventMetadata) { $1 } }
        guard !all.isEmpty else { return [] }
        return all.filter { !Self.droppedKeys.contains($0.key) }.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
    }

    /// The type and the description: descriptions alone are often only a case name.
    private static func describe(_ error: any Error) -> String {
        "\(type(of: error)): \(error)"
    }
}
