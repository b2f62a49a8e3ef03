import Synchronization
import Testing

@testable import NodeKit

@Suite("Work lists")
struct WorkListJobTests {
    /// A list of work in memory: how much each key still needs.
    private final class Work: Sendable {
        private struct State {
            var left: [Int: Int]
            var groups: [[Int]] = []
            var reads: [Int] = []
            var running = 0
            var mostRunning = 0
        }

        private let state: Mutex<State>

        init(_ left: [Int: Int]) { state = Mutex(State(left: left)) }

        var left: [Int: Int] { state.withLock { $0.left.filter { $0.value > 0 } } }
        var groups: [[Int]] { state.withLock { $0.groups } }
        var reads: [Int] { state.withLock { $0.reads } }
        var mostRunning: Int { state.withLock { $0.mostRunning } }

        func job(chunk: Int, groupSize: Int, threads: Int) -> WorkListJob<Int> {
            WorkListJob(
                chunk: chunk, groupSize: groupSize, threads: threads, from: 0,
                list: { last, limit in
                    self.state.withLock { state in
                        state.reads.append(last)
                        return Array(state.left.filter { $0.value > 0 && $0.key > last }.keys.sorted().prefix(limit))
                    }
                },
                advance: { keys in
                    self.state.withLock {
                        $0.groups.append(keys)
                        $0.running += 1
                        $0.mostRunning = max($0.mostRunning, $0.running)
                    }
                    await Task.yield()
                    return self.state.withLock { state in
                        state.running -= 1
                        for key in keys { state.left[key, default: 0] -= 1 }
                        return keys.filter { state.left[$0, default: 0] > 0 }
                    }
                })
        }
    }

    @Test(
        "a pass finishes all work, and reads the list behind what it has done",
        arguments: [(1, 1, 1), (3, 2, 2), (10, 4, 3), (100, 100, 1)])
    func pass(chunk: Int, groupSize: Int, threads: Int) async throws {
        let work = Work(Dictionary(uniqueKeysWithValues: (1...10).map { ($0, $0 % 3 + 1) }))
        try await work.job(chunk: chunk, groupSize: groupSize, threads: threads).pass()
        #expect(work.left.isEmpty)
        #expect(work.groups.allSatisfy { (1...groupSize).contains($0.count) })
        #expect(work.mostRunning <= threads)
        #expect(work.reads == Array(stride(from: 0, through: 10, by: chunk)))
    }

    @Test("what is left of a group is taken up again at once, without what is done")
    func rest() async throws {
        let work = Work([1: 1, 2: 3, 3: 2])
        try await work.job(chunk: 10, groupSize: 10, threads: 1).pass()
        #expect(work.groups == [[1, 2, 3], [2, 3], [2]])
    }

    @Test("an error ends the pass")
    func failure() async {
        struct Broken: Error {}
        let job = WorkListJob(chunk: 2, groupSize: 1, threads: 2, from: 0, list: { _, _ in [1, 2] }, advance: { _ in throw Broken() })
        await #expect(throws: Broken.self) { try await job.pass() }
    }
}
