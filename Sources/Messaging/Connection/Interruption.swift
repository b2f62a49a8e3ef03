import Synchronization

/// A request, from another thread, to end what a thread waits for.
final class Interruption: Sendable {
    let wakeUp: PollWakeUp
    private let flag = Atomic(false)

    /// - Parameter wakeUp: what the thread waits for besides its socket; others may signal it too.
    init(wakeUp: PollWakeUp) {
        self.wakeUp = wakeUp
    }

    var isRequested: Bool { flag.load(ordering: .acquiring) }

    func request() {
        flag.store(true, ordering: .releasing)
        wakeUp.signal()
    }
}
