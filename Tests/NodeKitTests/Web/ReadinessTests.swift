import Synchronization
import Testing

@testable import NodeKit

@Suite("What must work for a process to be ready")
struct ReadinessTests {
    private struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    @Test("whatever fails is named with its reason, in the order of the checks; the answer is kept for a while")
    func failures() async {
        let asked = Mutex(0)
        let readiness = Readiness(
            [
                ReadinessCheck("database") { throw Broken(description: "no room\non the disk") },
                ReadinessCheck("cache") { asked.withLock { $0 += 1 } },
                ReadinessCheck("broker") { throw Broken(description: "away") },
            ], lifetime: .seconds(3600))
        for _ in 1...2 { #expect(await readiness.failures() == ["database: no room on the disk", "broker: away"]) }
        #expect(asked.withLock { $0 } == 1)
        #expect(await Readiness().failures().isEmpty)
    }

    @Test("what is added counts at once, and the same thing only once")
    func additions() async {
        let asked = Mutex(0)
        let readiness = Readiness([], lifetime: .seconds(3600))
        #expect(await readiness.failures().isEmpty)
        for _ in 1...2 {
            readiness.require(
                ReadinessCheck("broker", identity: "amqp://one") {
                    asked.withLock { $0 += 1 }
                    throw Broken(description: "away")
                })
        }
        readiness.require(ReadinessCheck("broker", identity: "amqp://two") {})
        #expect(await readiness.failures() == ["broker: away"])
        #expect(asked.withLock { $0 } == 1)
    }

    @Test("a check that does not answer counts as failed, and does not hold up the others")
    func silence() async {
        let readiness = Readiness([
            ReadinessCheck("broker") { try await Task.sleep(for: .seconds(3600)) },
            ReadinessCheck("database") { throw Broken(description: "away") },
        ])
        #expect(await readiness.failures() == ["broker: no answer within 1.0 seconds", "database: away"])
    }
}
