import Foundation
import Synchronization
import TestSupport

/// Strikes as planned, for as long as it is let.
final class Killer: Sendable {
    private let plan: KillPlan
    private let next = Mutex(0)
    /// Strikes that were done.
    private let done = Mutex<[KillPlan.Strike]>([])

    init(_ plan: KillPlan) { self.plan = plan }

    var kills: Int { done.withLock { $0.count(where: \.isKill) } }
    var hasStrikesLeft: Bool { next.withLock { $0 < plan.strikes.count } }

    /// Strikes until the body has ended, or nothing is left. When it returns, everything runs again.
    func strike<R: Sendable>(during body: @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled, let strike = self.take() {
                    try? await Task.sleep(for: .milliseconds(strike.pauseMilliseconds))
                    try await self.carryOut(strike)
                }
            }
            let result: Result<R, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            group.cancelAll()
            try await group.waitForAll()
            return try result.get()
        }
    }

    private func take() -> KillPlan.Strike? {
        let number = next.withLock { number in
            defer { number += 1 }
            return number
        }
        return number < plan.strikes.count ? plan.strikes[number] : nil
    }

    private func carryOut(_ strike: KillPlan.Strike) async throws {
        guard let folder = ProcessInfo.processInfo.environment["STACK_DIR"] else { throw TestDatabase.MissingVariable("STACK_DIR") }
        let control = ControlScript(path: "\(folder)/control-\(strike.victim)")
        if strike.isKill {
            try await control.run("kill")
            try await control.run("start")
        } else {
            try await control.run("restart")
        }
        done.withLock { $0.append(strike) }
    }
}
