import Testing

@testable import Messaging

@Suite struct BackoffTests {
    @Test func `Pauses double up to the maximum, with jitter`() {
        let backoff = Backoff(initialSeconds: 1, maximumSeconds: 10, giveUpAfterSeconds: 60)
        #expect((1...6).map { backoff.pauseSeconds(afterFailure: $0, jitter: 0) } == [0.5, 1, 2, 4, 5, 5])
        #expect(backoff.pauseSeconds(afterFailure: 1, jitter: 0.5) == 0.75)
        #expect(backoff.pauseSeconds(afterFailure: .max, jitter: 0.999) < 10)
    }
}
