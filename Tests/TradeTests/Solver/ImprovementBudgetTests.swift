import Testing

@testable import Trade

@Suite("The time for improving")
struct ImprovementBudgetTests {
    @Test(
        "time is kept for what follows the search: twice that of the greedy stage, but no more than a third",
        arguments: [(60, 0.5, 59), (60, 10, 40), (60, 40, 40), (3, 0.5, 2), (3, 1, 2), (0, 1, 0), (0, 0, 0)] as [(Double, Double, Double)])
    func reserve(seconds: Double, greedySeconds: Double, end: Double) {
        let budget = ImprovementBudget(seconds: seconds, greedySeconds: greedySeconds)
        #expect(budget.isUsedUp(after: end))
        #expect(end == 0 || !budget.isUsedUp(after: end.nextDown))
    }
}
