import Logging
import Persistence
import Synchronization

/// Tells loops that there is work for them, wherever they run (architecture, "Promptness").
///
/// Whoever has committed work for a loop calls ``raise(_:)``. A loop of this process that has subscribed is woken directly. When none has,
/// other processes are told through PostgreSQL `NOTIFY`, after the commit, coalesced; the ``WakeUpRelay`` of each of them wakes its
/// loops. A wake-up may get lost with a connection; the loops' own periods are the fallback.
public final class WakeUps: Sendable {
    /// A kind of work.
    public struct Channel: RawRepresentable, Hashable, Sendable {
        /// Lower-case letters and underscores.
        public let rawValue: String

        /// The channel of this name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Messages wait in the outbox.
        public static let outbox = Channel(rawValue: "outbox")
    }

    private struct State {
        var local: [Channel: WakeUp] = [:]
        var pendingElsewhere: Set<Channel> = []
    }

    /// The name of the service, which is part of the notifications' names: services may share a database.
    let service: String
    private let state = Mutex(State())
    private let elsewhere = WakeUp()

    /// - Parameter service: what the names of notifications begin with.
    public init(service: String) {
        self.service = service
    }

    /// The flag that a loop of this process waits for. All subscribers of a channel share one.
    public func subscribe(to channel: Channel) -> WakeUp {
        state.withLock { state in
            if let existing = state.local[channel] { return existing }
            let wakeUp = WakeUp()
            state.local[channel] = wakeUp
            return wakeUp
        }
    }

    /// Says that work was committed. Never blocks, never fails.
    public func raise(_ channel: Channel) {
        let local = state.withLock { state in
            if state.local[channel] == nil { state.pendingElsewhere.insert(channel) }
            return state.local[channel]
        }
        if let local { local.raise() } else { elsewhere.raise() }
    }

    /// The channels with local subscribers.
    var localChannels: [Channel] {
        state.withLock { Array($0.local.keys) }
    }

    /// Wakes the local loops only; for what came from elsewhere.
    func raiseLocally(_ channel: Channel) {
        state.withLock { $0.local[channel] }?.raise()
    }

    func notificationName(of channel: Channel) -> String { "\(service)_\(channel.rawValue)" }

    /// Waits until other processes must be told, and takes what they must be told. Empty after `atMostSeconds` without any.
    func takePending(atMostSeconds seconds: Double) async -> Set<Channel> {
        let generation = elsewhere.generation
        let pending = takePending()
        if !pending.isEmpty { return pending }
        await elsewhere.wait(after: generation, atMostSeconds: seconds)
        return takePending()
    }

    /// What was taken and could not be told.
    func putBack(_ channel: Channel) {
        state.withLock { _ = $0.pendingElsewhere.insert(channel) }
    }

    /// What other processes must be told by now.
    func takePending() -> Set<Channel> {
        state.withLock { state in
            defer { state.pendingElsewhere.removeAll() }
            return state.pendingElsewhere
        }
    }
}
