/// Something that must work for a node to be ready.
public struct ReadinessCheck: Sendable {
    /// Shown to everybody who asks, e.g. `database`.
    public let name: String
    let check: @Sendable () async throws -> Void

    /// - Parameter check: throws when it does not work.
    public init(_ name: String, check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }
}

/// Runs the checks, at most once a second however many ask: the path is public.
actor Readiness {
    private let checks: [ReadinessCheck]
    private let lifetime: Duration
    private var last: (at: ContinuousClock.Instant, result: Task<String?, Never>)?

    init(_ checks: [ReadinessCheck], lifetime: Duration = .seconds(1)) {
        self.checks = checks
        self.lifetime = lifetime
    }

    /// The name of the first check that fails, or takes longer than a second; nil when all is well.
    func failing() async -> String? {
        let now = ContinuousClock.now
        if let last, now - last.at < lifetime { return await last.result.value }
        let checks = self.checks
        let result = Task { await Self.firstFailing(checks) }
        last = (now, result)
        return await result.value
    }

    private static func firstFailing(_ checks: [ReadinessCheck]) async -> String? {
        for check in checks {
            do {
                try await Deadline.run(.seconds(1)) { try await check.check() }
            } catch {
                return check.name
            }
        }
        return nil
    }
}
