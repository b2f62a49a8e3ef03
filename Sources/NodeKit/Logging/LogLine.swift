import Logging

/// One log record, and its two forms (OPS 9.1, SMP 17.4). Pure.
struct LogLine {
    let time: LogTime
    let level: Logger.Level
    let logger: String
    let message: String
    let metadata: [(key: String, value: String)]
    /// The description of an error, possibly of several lines.
    let exception: String?

    /// The log pipeline cuts lines at 250 kB; we stay well below, so that a cut line is still a whole JSON object.
    static let maxTextBytes = 60_000

    /// `YYYY-MM-DD HH:MM:SS+0000:LEVEL:logger:message`, metadata as `key=value`, then the exception on lines of its own. Control
    /// characters of the message are escaped: what a peer sent cannot pretend to be another record.
    var text: String {
        var line = "\(time.text(separator: " ")):\(level.pythonName):\(logger):\(Self.cut(message).escapingControls)"
        for (key, value) in metadata { line += " \(key.escapingControls)=\(Self.cut(value).escapingControls)" }
        if let exception { line += "\n" + Self.cut(exception).escapingControls(except: "\n") }
        return line + "\n"
    }

    /// One JSON object: `asctime`, `levelname`, `name`, `message`, `exc_info` when there is an exception, and the metadata under their
    /// own names.
    var json: String {
        var line = "{\"asctime\":\"\(time.text(separator: "T"))\",\"levelname\":\"\(level.pythonName)\",\"name\":"
        line.appendJSONString(logger)
        line += ",\"message\":"
        line.appendJSONString(Self.cut(message))
        if let exception {
            line += ",\"exc_info\":"
            line.appendJSONString(Self.cut(exception))
        }
        for (key, value) in metadata where !Self.reservedKeys.contains(key) {
            line += ","
            line.appendJSONString(key)
            line += ":"
            line.appendJSONString(Self.cut(value))
        }
        return line + "}\n"
    }

    private static let reservedKeys: Set<String> = ["asctime", "levelname", "name", "message", "exc_info"]

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > maxTextBytes else { return text }
        return String(decoding: text.utf8.prefix(maxTextBytes), as: UTF8.self) + "…"
    }
}

extension Logger.Level {
    /// The five names that the log pipeline knows.
    var pythonName: String {
        switch self {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARNING"
        case .error: "ERROR"
        case .critical: "CRITICAL"
        }
    }
}

extension String {
    var escapingControls: String { escapingControls(except: nil) }

    /// Control characters as `\n`, `\u{1b}`…, so that a terminal does not interpret them.
    func escapingControls(except allowed: Unicode.Scalar?) -> String {
        guard unicodeScalars.contains(where: { $0.isControl && $0 != allowed }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case let scalar where !scalar.isControl || scalar == allowed: result.unicodeScalars.append(scalar)
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default: result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }

    mutating func appendJSONString(_ text: String) {
        append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case let scalar where scalar.value < 0x20:
                append(scalar.value < 0x10 ? "\\u000" : "\\u00")
                append(String(scalar.value, radix: 16))
            default: unicodeScalars.append(scalar)
            }
        }
        append("\"")
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { value < 0x20 || (0x7f...0x9f).contains(value) || value == 0x2028 || value == 0x2029 }
}
