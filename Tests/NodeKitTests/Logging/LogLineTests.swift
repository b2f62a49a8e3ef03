import Foundation
import Logging
import Synchronization
import Testing

@testable import NodeKit

/// Keeps the records of a test.
final class RecordedOutput: LogOutput {
    private let records = Mutex<[String]>([])

    func write(_ record: String) {
        records.withLock { $0.append(record) }
    }

    var lines: [String] { records.withLock { $0 } }
}

private struct Oops: Error {}

@Suite("Log records")
struct LogLineTests {
    private func line(
        _ message: String, level: Logger.Level = .info, metadata: [(key: String, value: String)] = [], exception: String? = nil
    ) -> LogLine {
        LogLine(
            time: LogTime(secondsSince1970: 1_772_600_767), level: level, logger: "swpt_mint.web", message: message, metadata: metadata,
            exception: exception)
    }

    @Test("text")
    func text() {
        #expect(line("Started all").text == "2026-03-04 05:06:07+0000:INFO:swpt_mint.web:Started all\n")
        #expect(
            line("failed", level: .error, metadata: [("queue", "a b")], exception: "Oops: first\nsecond").text
                == "2026-03-04 05:06:07+0000:ERROR:swpt_mint.web:failed queue=a b\nOops: first\nsecond\n")
    }

    @Test("a message cannot pretend to be another record in text")
    func injection() {
        #expect(line("a\nb\u{1b}[0m\u{2028}").text == "2026-03-04 05:06:07+0000:INFO:swpt_mint.web:a\\nb\\u{1b}[0m\\u{2028}\n")
    }

    @Test("JSON is one object on one line")
    func json() throws {
        let record = line(
            "a \"b\"\n\u{1}ж", level: .warning, metadata: [("queue", "q"), ("message", "not this")], exception: "Oops\nsecond"
        ).json
        #expect(
            record == """
                {"asctime":"2026-03-04T05:06:07+0000","levelname":"WARNING","name":"swpt_mint.web","message":"a \\"b\\"\\n\\u0001ж",\
                "exc_info":"Oops\\nsecond","queue":"q"}\n
                """)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: String])
        #expect(object["message"] == "a \"b\"\n\u{1}ж")
    }

    @Test(
        "levels have the names that the log pipeline knows",
        arguments: zip(Logger.Level.allCases, ["DEBUG", "DEBUG", "INFO", "INFO", "WARNING", "ERROR", "CRITICAL"]))
    func levels(_ level: Logger.Level, _ name: String) {
        #expect(level.pythonName == name)
    }

    @Test("an endless message is cut, and the line is still JSON")
    func longMessage() throws {
        let record = line(String(repeating: "\"", count: 500_000)).json
        #expect(record.utf8.count < 250_000)
        _ = try JSONSerialization.jsonObject(with: Data(record.utf8))
    }

    @Test(
        "dates",
        arguments: [
            (0, "1970-01-01T00:00:00+0000"), (951_782_399, "2000-02-28T23:59:59+0000"), (951_782_400, "2000-02-29T00:00:00+0000"),
            (4_102_444_800, "2100-01-01T00:00:00+0000"), (4_107_542_400, "2100-03-01T00:00:00+0000"),
        ])
    func dates(_ seconds: Int, _ text: String) {
        #expect(LogTime(secondsSince1970: seconds).text(separator: "T") == text)
    }

    @Test("own and associated loggers follow the level, libraries say nothing below a warning")
    func loggers() {
        let configuration = LogConfiguration(level: "debug", associatedLoggers: ["friend"])
        func level(_ label: String) -> Logger.Level {
            NodeLogging.handler(label: label, configuration: configuration, service: "swpt_mint", output: RecordedOutput()).logLevel
        }
        #expect(level("swpt_mint") == .debug)
        #expect(level("swpt_mint.web") == .debug)
        #expect(level("friend") == .debug)
        #expect(level("swpt_minted") == .warning)
        #expect(level("hummingbird") == .warning)
        let quiet = LogConfiguration(level: "critical")
        #expect(
            NodeLogging.handler(label: "hummingbird", configuration: quiet, service: "s", output: RecordedOutput()).logLevel == .critical)
    }

    @Test("an error becomes exc_info, metadata become members")
    func handler() throws {
        let output = RecordedOutput()
        var logger = Logger(label: "swpt_mint") { label in
            NodeLogging.handler(label: label, configuration: LogConfiguration(format: .json), service: "swpt_mint", output: output)
        }
        logger[metadataKey: "hb.request.id"] = "17"
        logger.info("not shown")
        logger.error("broken", error: Oops(), metadata: ["queue": "q"])
        let record = try #require(output.lines.first)
        #expect(output.lines.count == 1)
        #expect(
            record.contains(
                "\"levelname\":\"ERROR\",\"name\":\"swpt_mint\",\"message\":\"broken\",\"exc_info\":\"Oops: Oops()\",\"queue\":\"q\"}"))
    }
}
