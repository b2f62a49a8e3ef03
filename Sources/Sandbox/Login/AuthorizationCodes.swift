import Synchronization

/// The codes that were given and not used yet. Each works once, for a minute.
final class AuthorizationCodes: Sendable {
    /// What a code stands for.
    struct Grant: Sendable, Hashable {
        let request: AuthorizationRequest
        let token: String
    }

    static let lifetime: Duration = .seconds(60)
    /// More are not kept: the oldest go.
    static let maximumCount = 1000

    private struct Entry {
        let code: String
        let grant: Grant
        let ends: ContinuousClock.Instant
    }

    private let entries = Mutex<[Entry]>([])

    /// A new code.
    func issue(_ grant: Grant, at now: ContinuousClock.Instant = .now) -> String {
        let code = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined()
        entries.withLock { entries in
            entries.removeAll { $0.ends <= now }
            if entries.count == Self.maximumCount { entries.removeFirst() }
            entries.append(Entry(code: code, grant: grant, ends: now + Self.lifetime))
        }
        return code
    }

    /// What the code stands for; nil when it is none, or none any more.
    func redeem(_ code: String, at now: ContinuousClock.Instant = .now) -> Grant? {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.code == code }) else { return nil }
            let entry = entries.remove(at: index)
            return entry.ends > now ? entry.grant : nil
        }
    }
}
