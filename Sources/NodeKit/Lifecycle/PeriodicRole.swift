import ServiceLifecycle

/// A role that makes a pass again and again: processors, rollers (SMP 13.5, OPS 3.7, 3.9).
public struct PeriodicRole: NodeRole {
    /// The name in logs.
    public let name: String
    private let periodSeconds: Double
    private let quitsEarly: Bool
    private let wakeUp: WakeUp?
    private let pass: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - periodSeconds: from the start of one pass to the start of the next, at most; 0: no pause.
    ///   - quitsEarly: one pass only (`--quit-early`).
    ///   - wakeUp: begins the next pass earlier when it is raised.
    ///   - pass: an error ends the role.
    public init(
        _ name: String, everySeconds periodSeconds: Double, quitsEarly: Bool = false, wakeUp: WakeUp? = nil,
        pass: @escaping @Sendable () async throws -> Void
    ) {
        precondition(periodSeconds >= 0 && periodSeconds.isFinite)
        self.name = name
        self.periodSeconds = periodSeconds
        self.quitsEarly = quitsEarly
        self.wakeUp = wakeUp
        self.pass = pass
    }

    /// Passes until the process is to stop.
    public func run() async throws {
        while !Pause.isStopping {
            Pulse.beat()
            let start = ContinuousClock.now
            // Taken before the pass, so that what arrives during it is not missed.
            let generation = wakeUp?.generation
            try await pass()
            if quitsEarly { return }
            let rest = periodSeconds - (ContinuousClock.now - start).inSeconds
            if let wakeUp, let generation, rest > 0 {
                await cancelWhenGracefulShutdown { await wakeUp.wait(after: generation, atMostSeconds: rest) }
            } else {
                _ = await Pause.sleep(for: Duration(bounded: rest))
            }
        }
    }
}
