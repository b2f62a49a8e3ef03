import Synchronization

/// Something that must work for a process to be ready.
public struct ReadinessCheck: Sendable {
    /// Shown to everybody who asks, e.g. `database`.
    public let name: String
    /// Checks of the same thing have the same identity: it is asked only once.
    let identity: String
    let check: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - identity: what is asked; nil: the name says it.
    ///   - check: throws when it does not work. The description of the error is shown to everybody who asks.
    public init(_ name: String, identity: String? = nil, check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.identity = identity ?? name
        self.check = check
    }
}

/// What must work for a process to be ready. Whoever makes a part of the process adds what the part relies on, so that a process is judged
/// by what it does: a web server alone does not need the broker.
///
/// The checks run at the same time, and at most once a second however many ask: the path is public.
public final class Readiness: Sendable {
    private struct State {
        var checks: [ReadinessCheck]
        var last: (at: ContinuousClock.Instant, result: Task<[String], Never>)?
    }

    /// What a check may take.
    private static let patience: Duration = .seconds(1)

    private let state: Mutex<State>
    private let lifetime: Duration

    /// - Parameter checks: what the process relies on in any case.
    public convenience init(_ checks: [ReadinessCheck] = []) {
        self.init(checks, lifetime: .seconds(1))
    }

    init(_ checks: [ReadinessCheck], lifetime: Duration) {
        state = Mutex(State(checks: checks))
        self.lifetime = lifetime
    }

    /// The process relies on one thing more.
    public func require(_ check: ReadinessCheck) {
        state.withLock { state in
            guard !state.checks.contains(where: { $0.identity == check.identity }) else { return }
            state.checks.append(check)
            state.last = nil
        }
    }

    /// What does not work, and why: a line for each; empty when all is well.
    func failures() async -> [String] {
        let result = state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.last, now - last.at < lifetime { return last.result }
            let checks = state.checks
            let result = Task { await Self.failures(of: checks) }
            state.last = (now, result)
            return result
        }
        return await result.value
    }

    private static func failures(of checks: [ReadinessCheck]) async -> [String] {
        await withTaskGroup(of: (Int, String?).self) { group in
            for (position, check) in checks.enumerated() { group.addTask { (position, await failure(of: check)) } }
            let failures = await group.reduce(into: [(Int, String)]()) { if let failure = $1.1 { $0.append(($1.0, failure)) } }
            return failures.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func failure(of check: ReadinessCheck) async -> String? {
        do {
            try await Deadline.run(patience) { try await check.check() }
            return nil
        } catch is Deadline.Exceeded {
            return "\(check.name): no answer within \(patience)"
        } catch {
            let reason = "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
            return "\(check.name): \(reason)"
        }
    }
}
