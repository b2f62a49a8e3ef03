import Testing

@testable import NodeKit

@Suite struct WakeUpTests {
    @Test("what was raised before the wait begins ends it at once")
    func raisedBefore() async {
        let wakeUp = WakeUp()
        let generation = wakeUp.generation
        wakeUp.raise()
        await wakeUp.wait(after: generation, atMostSeconds: 3600)
    }

    @Test("a raise wakes all who wait")
    func wakesAll() async {
        let wakeUp = WakeUp()
        let generation = wakeUp.generation
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { await wakeUp.wait(after: generation, atMostSeconds: 3600) } }
            group.addTask { wakeUp.raise() }
        }
    }

    @Test("the wait ends by itself")
    func fallback() async {
        let wakeUp = WakeUp()
        await wakeUp.wait(after: wakeUp.generation, atMostSeconds: 0.01)
    }

    @Test("a cancelled task stops waiting")
    func cancelled() async {
        let wakeUp = WakeUp()
        let task = Task { await wakeUp.wait(after: wakeUp.generation, atMostSeconds: 3600) }
        task.cancel()
        await task.value
    }

    @Test("nothing is lost between many raisers and a waiter")
    func nothingLost() async {
        let wakeUp = WakeUp()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<500 { wakeUp.raise(); await Task.yield() } }
            }
            group.addTask {
                while true {
                    let generation = wakeUp.generation
                    if generation == 2000 { break }
                    await wakeUp.wait(after: generation, atMostSeconds: 3600)
                }
            }
        }
        #expect(wakeUp.generation == 2000)
    }
}
