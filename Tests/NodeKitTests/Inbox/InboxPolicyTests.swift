import Messaging
import Testing

@testable import NodeKit

@Suite struct InboxPolicyTests {
    private let policy = InboxPolicy(attempts: 3, backoff: Backoff(giveUpAfterSeconds: 300))

    private func step(
        _ blame: Blame, batchSize: Int = 1, count: Int, seconds: Double = 0, othersCan: Bool? = nil
    ) -> InboxPolicy.Step {
        policy.step(after: .init(blame: blame, batchSize: batchSize, count: count, seconds: seconds), othersCan: othersCan)
    }

    @Test(
        "an outage repeats the batch unchanged, however large it is and however often it has failed", arguments: [1, 2, 1000], [1, 5, 100])
    func outage(batchSize: Int, count: Int) {
        #expect(step(.servers, batchSize: batchSize, count: count, seconds: 299) == .waitAndRepeat)
    }

    @Test("an outage that lasts too long ends the command, so that supervisors notice")
    func longOutage() {
        #expect(step(.servers, batchSize: 7, count: 40, seconds: 300) == .end)
    }

    @Test("a batch in which some message fails is split up at once")
    func split() {
        #expect(step(.work, batchSize: 100, count: 1) == .splitUp)
    }

    @Test(
        "a single message is given up after the last attempt, not before",
        arguments: [(1, InboxPolicy.Step.repeatAlone), (2, .repeatAlone), (3, .quarantine), (9, .quarantine)])
    func single(count: Int, expected: InboxPolicy.Step) {
        #expect(step(.work, count: count, seconds: 1e6) == expected)
    }

    @Test(
        "failures that do not tell whom to blame are first taken for an outage, then the batch is split up",
        arguments: [(1, InboxPolicy.Step.waitAndRepeat), (2, .waitAndRepeat), (3, .splitUp)])
    func unclearBatch(count: Int, expected: InboxPolicy.Step) {
        #expect(step(.unclear, batchSize: 10, count: count) == expected)
    }

    @Test(
        "a message that alone fails so is given up when the servers do the same work for others, and never otherwise",
        arguments: [
            (1, 0.0, Bool?.none, InboxPolicy.Step.waitAndRepeat), (3, 0, nil, .askOthers), (3, 0, true, .quarantine),
            (3, 0, false, .waitAndRepeat),
            (100, 299, false, .waitAndRepeat), (100, 300, false, .end), (100, 300, true, .quarantine),
        ])
    func unclearMessage(count: Int, seconds: Double, othersCan: Bool?, expected: InboxPolicy.Step) {
        #expect(step(.unclear, count: count, seconds: seconds, othersCan: othersCan) == expected)
    }
}

@Suite struct InboxEvidenceTests {
    private struct Broken: Error {}

    @Test("messages that were handled since speak for the database; older ones do not")
    func others() async {
        let evidence = InboxEvidence(suspectsInARow: 0, probe: nil)
        evidence.noteSuccess()
        let since = evidence.successes
        #expect(await !evidence.othersCan(since: since))
        evidence.noteSuccess()
        #expect(await evidence.othersCan(since: since))
    }

    @Test("a probe counts so many times in a row, until a message was handled again")
    func probe() async {
        let evidence = InboxEvidence(suspectsInARow: 2, probe: {})
        for expected in [true, true, false, false] { #expect(await evidence.othersCan(since: evidence.successes) == expected) }
        evidence.noteSuccess()
        for expected in [true, true, false] { #expect(await evidence.othersCan(since: evidence.successes) == expected) }
    }

    @Test("a probe that fails proves nothing")
    func brokenProbe() async {
        let evidence = InboxEvidence(suspectsInARow: 2, probe: { throw Broken() })
        #expect(await !evidence.othersCan(since: 0))
    }
}
