import Foundation
import Testing

@testable import BenchmarkKit

@Suite struct BenchmarkReportTests {
    private func report() -> BenchmarkReport {
        var report = BenchmarkReport(name: "inbox", parameters: [("batch", .integer(100)), ("queue", .text("a \"b\"\n"))])
        report.machine = "2 × chip"
        var result = BenchmarkReport.Case(name: "batches of 100", items: 1000, seconds: 0.5)
        result.cpuMillisecondsPerItem = [("node", 0.0125), ("postgres", 0)]
        result.latency = .init(p50: 1.5, p99: 12)
        result.residentMegabytes = 33.25
        result.figures = [("share", 0.5)]
        report.results = [result, BenchmarkReport.Case(name: "one", items: 3, seconds: 7)]
        return report
    }

    @Test func `the JSON object has the fixed members, and leaves out those that do not apply`() throws {
        #expect(
            report().json == """
                {"name": "inbox", "machine": "2 × chip", "parameters": {"batch": 100, "queue": "a \\"b\\"\\n"}, "results": [\
                {"case": "batches of 100", "items": 1000, "seconds": 0.5, "per_second": 2000.0, \
                "cpu_ms_per_item": {"node": 0.0125, "postgres": 0.0}, "latency_ms": {"p50": 1.5, "p99": 12.0}, \
                "resident_mb": 33.25, "figures": {"share": 0.5}}, \
                {"case": "one", "items": 3, "seconds": 7.0, "per_second": 0.428571}]}
                """)
        _ = try JSONSerialization.jsonObject(with: Data(report().json.utf8))
    }

    @Test func `the table has a column for what at least one case has`() {
        #expect(
            report().table
                == """
                inbox on 2 × chip
                batch 100, queue a "b"\n
                case            items  seconds  per second  node CPU ms/item  postgres CPU ms/item  p50 ms  p99 ms  resident MB    share
                batches of 100   1000    0.500        2000            0.0125                     0    1.50    12.0         33.2  0.50000
                one                 3     7.00      0.4286                                                                              \

                """.trimmingCharacters(in: .newlines))
    }
}

@Suite struct ProcessGroupTests {
    @Test func `a process name with spaces and parentheses does not confuse the reader of its status`() throws {
        let stat = "7 (a) b (c) S 3 7 7 0 -1 4194560 1311 242 4 0 10 20 300 4000 20 0 5 0 113222"
        let status = try #require(ProcessStatus(pid: 7, stat: stat))
        #expect(status.parent == 3)
        #expect(status.ticks == 4330)
    }

    @Test func `work of this process is counted`() {
        let group = ProcessGroup.current(name: "node")
        let before = group.cpuSeconds
        var sum = 0
        while group.cpuSeconds < before + 0.05 { for i in 0..<1_000_000 { sum &+= i } }
        #expect(group.cpuSeconds >= before + 0.05)
        #expect(group.peakResidentMegabytes > 1)
    }

    @Test func `work of a child that has ended is counted`() throws {
        let group = ProcessGroup.current(name: "node")
        let before = group.cpuSeconds
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done"]
        try shell.run()
        shell.waitUntilExit()
        #expect(group.cpuSeconds > before)
    }

    @Test(arguments: [(50, 5.0), (99, 10.0), (100, 10.0), (1, 1.0)])
    func `a percentile is a value that was measured`(percent: Int, milliseconds: Double) {
        let sorted = (1...10).map { Duration.milliseconds($0) }
        #expect(Measurement.percentile(percent, of: sorted) == milliseconds)
    }
}
