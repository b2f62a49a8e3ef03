import NodeKit
import ServiceLifecycle
import SMPProtocol

/// A loop of a worker. It makes a pass when it is woken, at the moment that the last pass has named, and when its period is over,
/// whichever comes first.
struct WokenLoop: NodeRole {
    let name: String
    private let periodSeconds: Double
    private let quitsEarly: Bool
    private let wakeUps: [WakeUp]
    private let restFactor: Double
    private let now: @Sendable () -> Timestamp
    private let pass: @Sendable () async throws -> Timestamp?

    /// However often it is woken, there is a pause between two passes.
    private static let shortestPause = 0.02

    /// - Parameters:
    ///   - periodSeconds: from the start of one pass to the start of the next, at most.
    ///   - quitsEarly: one pass only.
    ///   - restFactor: after a pass it rests so many times as long as the pass has taken, at least: what takes long takes many at once
    /// then.
    ///   - pass: says when there will be something to do again; nil: it does not know.
    init(
        _ name: String, everySeconds periodSeconds: Double, quitsEarly: Bool, wakeUps: [WakeUp], restFactor: Double = 1,
        now: @escaping @Sendable () -> Timestamp, pass: @escaping @Sendable () async throws -> Timestamp?
    ) {
        self.name = name
        self.periodSeconds = periodSeconds
        self.quitsEarly = quitsEarly
        self.wakeUps = wakeUps
        self.restFactor = restFactor
        self.now = now
        self.pass = pass
    }

    /// What was begun when the process is told to stop is abandoned: open transactions roll back, and the next process begins again.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await roll() }
        } catch {
            guard Pause.isStopping else { throw error }
        }
    }

    private func roll() async throws {
        while !Pause.isStopping {
            Pulse.beat()
            let start = ContinuousClock.now
            // Taken before the pass, so that what arrives during it is not missed.
            let generations = wakeUps.map(\.generation)
            let next = try await pass()
            if quitsEarly { return }
            let taken = Double((ContinuousClock.now - start).microseconds) / 1e6
            let wanted = min(periodSeconds - taken, next.map { $0.seconds(since: now()) } ?? .infinity)
            await wait(after: generations, atMostSeconds: max(wanted, 0))
            let pause = max(Self.shortestPause, restFactor * taken)
            let passed = Double((ContinuousClock.now - start).microseconds) / 1e6 - taken
            _ = await Pause.sleep(for: .microseconds(Int64((pause - passed) * 1e6)))
        }
    }

    private func wait(after generations: [UInt64], atMostSeconds seconds: Double) async {
        await withTaskGroup(of: Void.self) { group in
            for (wakeUp, generation) in zip(wakeUps, generations) {
                group.addTask { await wakeUp.wait(after: generation, atMostSeconds: seconds) }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
