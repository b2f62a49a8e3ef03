import Testing

@testable import NodeKit

@Suite struct FailureStreakTests {
    @Test("time counts from the first failure, however long it has worked before")
    func time() {
        let epoch = ContinuousClock.now
        var streak = FailureStreak()
        streak.noteSuccess()
        #expect(streak.noteFailure(at: epoch + .seconds(3600)) == 0)
        #expect(streak.noteFailure(at: epoch + .seconds(3630)) == 30)
        #expect(streak.count == 2)
        streak.noteSuccess()
        #expect(streak.count == 0)
        #expect(streak.noteFailure(at: epoch + .seconds(9999)) == 0)
        #expect(streak.count == 1)
    }
}
