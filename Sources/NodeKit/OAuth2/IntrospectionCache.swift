import SMPProtocol
import Synchronization

/// Remembers what the authorization server said about tokens, in front of another introspector.
///
/// Bounded by cost (about the bytes in memory); an answer is used for at most 300 s and not after the token's own end; requests that miss
/// the same token at the same time share one question. Only answers about usable tokens are kept (CA-API 3.2).
///
/// Two generations stand in for an exact order of use: when the young one has half of the permitted cost, it becomes the old one, and the
/// old one goes. What is used moves to the young one.
public final class IntrospectionCache: TokenIntrospector {
    private struct Entry {
        let introspection: Introspection
        let validUntil: Int64
    }

    private struct State {
        var young: [ExactText: Entry] = [:]
        var old: [ExactText: Entry] = [:]
        var youngCost = 0
        var flights: [ExactText: Task<Introspection, any Error>] = [:]
    }

    private let origin: any TokenIntrospector
    private let maxCost: Int
    private let now: @Sendable () -> Int64
    private let state = Mutex(State())

    /// - Parameters:
    ///   - maxCost: about the number of bytes.
    ///   - now: Unix seconds.
    public init(_ origin: any TokenIntrospector, maxCost: Int, now: @escaping @Sendable () -> Int64) {
        self.origin = origin
        self.maxCost = maxCost
        self.now = now
    }

    /// From memory, if possible.
    public func introspect(token: String) async throws -> Introspection {
        let token = ExactText(token)
        let now = self.now()
        enum Found {
            case entry(Introspection)
            case flight(Task<Introspection, any Error>)
        }
        let found: Found = state.withLock { state in
            if let entry = Self.lookUp(token, now, &state, maxCost) { return .entry(entry) }
            if let flight = state.flights[token] { return .flight(flight) }
            let flight = Task { try await self.fly(token) }
            state.flights[token] = flight
            return .flight(flight)
        }
        switch found {
        case .entry(let introspection): return introspection
        case .flight(let flight): return try await flight.value
        }
    }

    /// Asks, remembers the answer, and ends the flight.
    private func fly(_ token: ExactText) async throws -> Introspection {
        do {
            let answer = try await origin.introspect(token: token.text)
            let now = self.now()
            state.withLock { state in
                state.flights[token] = nil
                if let seconds = answer.secondsToKeep(at: now) {
                    Self.insert(token, Entry(introspection: answer, validUntil: now + seconds), &state, maxCost)
                }
            }
            return answer
        } catch {
            state.withLock { $0.flights[token] = nil }
            throw error
        }
    }

    private static func lookUp(_ token: ExactText, _ now: Int64, _ state: inout State, _ maxCost: Int) -> Introspection? {
        if let entry = state.young[token] { return now < entry.validUntil ? entry.introspection : nil }
        guard let entry = state.old[token], now < entry.validUntil else { return nil }
        insert(token, entry, &state, maxCost)
        return entry.introspection
    }

    private static func insert(_ token: ExactText, _ entry: Entry, _ state: inout State, _ maxCost: Int) {
        let cost = cost(of: token, entry.introspection)
        guard cost <= maxCost / 2 else { return }
        if let replaced = state.young[token] { state.youngCost -= Self.cost(of: token, replaced.introspection) }
        if state.youngCost + cost > maxCost / 2 {
            state.old = state.young
            state.old[token] = nil
            state.young = [:]
            state.youngCost = 0
        }
        state.young[token] = entry
        state.youngCost += cost
    }

    /// The texts, and what a dictionary needs for each entry.
    private static func cost(of token: ExactText, _ answer: Introspection) -> Int {
        token.text.utf8.count + answer.subject.utf8.count + answer.scope.utf8.count + answer.tokenUse.utf8.count + 200
    }
}
