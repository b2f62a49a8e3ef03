import Logging
import Testing

@testable import NodeKit

private struct Broken: Error {}

@Suite("Exit statuses")
struct NodeProcessTests {
    private let output = RecordedOutput()

    private var process: NodeProcess {
        let output = self.output
        let logger = Logger(label: "swpt_mint") { label in
            NodeLogging.handler(label: label, configuration: LogConfiguration(level: "info"), service: "swpt_mint", output: output)
        }
        return NodeProcess(logger: logger, grace: .seconds(8), lastResort: nil)
    }

    @Test("a role that ends by itself: 0")
    func ended() async {
        #expect(await process.run(Role("once") {}) == 0)
        #expect(output.lines.map { $0.split(separator: ":").last } == ["Started once\n", "Ended once\n"])
    }

    @Test("a role that fails: 1, with the error in the log")
    func failed() async {
        #expect(await process.run(Role("broken") { throw Broken() }) == 1)
        #expect(output.lines.last?.hasSuffix("broken failed\nBroken: Broken()\n") == true)
    }

    @Test("a command with an end: its own status, or 1 when it throws")
    func toEnd() async {
        #expect(await process.runToEnd { 7 } == 7)
        #expect(await process.runToEnd { throw Broken() } == 1)
        #expect(output.lines.last?.contains("Broken: Broken()") == true)
    }
}
