import SMPProtocol
import Synchronization

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp = noon) { moment = Mutex(start) }

    @Sendable func now() -> Timestamp { moment.withLock { $0 } }

    func advance(seconds: Double) { moment.withLock { $0 = $0 + seconds } }
}
