import Foundation
import Testing

@testable import Threading

private actor Blocker {
    private let executor = ThreadExecutor(name: "blocker")
    private(set) var steps: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func append(_ step: Int) -> UInt {
        steps.append(step)
        return UInt(pthread_self())
    }

    func block(on semaphore: PipeSemaphore) {
        semaphore.wait()
    }
}

/// A pipe: one side blocks in `read` as a C library would, the other writes a byte.
private struct PipeSemaphore: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() {
        var descriptors: [Int32] = [0, 0]
        precondition(pipe(&descriptors) == 0)
        reading = descriptors[0]
        writing = descriptors[1]
    }

    func wait() {
        var byte: UInt8 = 0
        _ = read(reading, &byte, 1)
    }

    func signal() {
        var byte: UInt8 = 1
        _ = write(writing, &byte, 1)
    }
}

@Suite struct ThreadExecutorTests {
    @Test("all jobs of an actor run on one thread, in order")
    func oneThread() async {
        let actor = Blocker()
        var threads: Set<UInt> = []
        for step in 0..<1000 { threads.insert(await actor.append(step)) }
        #expect(threads.count == 1)
        #expect(await actor.steps == Array(0..<1000))
    }

    @Test("more blocked actors than cores leave the others running")
    func blockingBlocksNobodyElse() async {
        let semaphore = PipeSemaphore()
        let blocked = (0..<16).map { _ in Blocker() }
        await withTaskGroup(of: Void.self) { group in
            for actor in blocked { group.addTask { await actor.block(on: semaphore) } }
            let free = Blocker()
            for step in 0..<100 { _ = await free.append(step) }
            #expect(await free.steps.count == 100)
            for _ in blocked { semaphore.signal() }
        }
    }

    @Test("many executors come and go")
    func manyShortLives() async {
        for step in 0..<200 { _ = await Blocker().append(step) }
    }
}
