import Testing

@testable import NodeKit

@Suite("Deadlines")
struct DeadlineTests {
    @Test("what ends in time gives its result, or its error")
    func inTime() async throws {
        #expect(try await Deadline.run(.seconds(60)) { 5 } == 5)
        struct Own: Error {}
        await #expect(throws: Own.self) { try await Deadline.run(.seconds(60)) { throw Own() } }
    }

    @Test("what takes too long is cancelled, whatever error it ends with")
    func tooLong() async {
        struct Own: Error {}
        for own in [CancellationError(), Own()] as [any Error] {
            await #expect(throws: Deadline.Exceeded.self) {
                try await Deadline.run(.milliseconds(1)) {
                    do { try await Task.sleep(for: .seconds(60)) } catch { throw own }
                }
            }
        }
    }

    @Test("what succeeds although it took too long gives its result: it has happened")
    func lateSuccess() async throws {
        let answer = try await Deadline.run(.milliseconds(1)) {
            try? await Task.sleep(for: .seconds(60))
            return Task.isCancelled ? "committed" : "not cancelled"
        }
        #expect(answer == "committed")
    }

    @Test("cancelling the caller cancels the body")
    func cancelled() async {
        let task = Task { try await Deadline.run(.seconds(60)) { try await Task.sleep(for: .seconds(60)) } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("many at once, each for itself")
    func many() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for n in 0..<500 {
                group.addTask {
                    do {
                        try await Deadline.run(n % 2 == 0 ? .milliseconds(1) : .seconds(60)) {
                            if n % 2 == 0 { try await Task.sleep(for: .seconds(60)) }
                        }
                        return 1
                    } catch is Deadline.Exceeded {
                        return 0
                    }
                }
            }
            let inTime = try await group.reduce(0, +)
            #expect(inTime == 250)
        }
    }
}
