import Messaging
import Testing

@testable import NodeKit

@Suite struct InboxPolicyTests {
    private let policy = InboxPolicy(attempts: 3, backoff: Backoff(giveUpAfterSeconds: 300))

    @Test("an outage repeats the batch unchanged, however large it is and however often it has failed", arguments: [1, 2, 1000], [1, 5, 100])
    func outage(batchSize: Int, failures: Int) {
        let step = policy.step(isTransient: true, batchSize: batchSize, failures: failures, outageSeconds: 299)
        #expect(step == .waitAndRepeat)
    }

    @Test("an outage that lasts too long ends the command, so that supervisors notice")
    func longOutage() {
        #expect(policy.step(isTransient: true, batchSize: 7, failures: 40, outageSeconds: 300) == .end)
    }

    @Test("a batch in which some message fails is split up at once")
    func split() {
        #expect(policy.step(isTransient: false, batchSize: 100, failures: 1, outageSeconds: 0) == .splitUp)
    }

    @Test("a single message is given up after the last attempt, not before", arguments: [(1, InboxPolicy.Step.repeatAlone), (2, .repeatAlone), (3, .quarantine), (9, .quarantine)])
    func single(failures: Int, expected: InboxPolicy.Step) {
        #expect(policy.step(isTransient: false, batchSize: 1, failures: failures, outageSeconds: 1e6) == expected)
    }
}
