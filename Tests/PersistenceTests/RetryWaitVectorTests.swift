import Persistence
import TestSupport
import Testing

@Suite("Waits before repetitions agree with the reference (SMP 13.6)")
struct RetryWaitVectorTests {
    @Test("the wait after a failure is its base times a random factor", arguments: TimingVectors.all.deadlock_retry_wait)
    func wait(vector: TimingVectors.RetryWait) {
        let policy = RetryPolicy(repetitions: 11, maximumWaitSeconds: vector.max_wait)
        for factor in [0.5, 0.75, 0.999] {
            let wait = policy.waitSeconds(afterFailure: vector.failure, randomFactor: factor)
            let expected = vector.base_wait_seconds * factor
            #expect(abs(wait - expected) < 1e-12, "\(wait) s instead of \(expected) s")
        }
    }
}
