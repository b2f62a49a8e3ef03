import Logging
import Persistence

/// Carries wake-ups between the processes of a node through PostgreSQL: tells others what was raised here and nobody here waits for, and
/// wakes the loops here when others tell. Every process of a node runs one for each of its databases.
public struct WakeUpRelay: Sendable {
    private let wakeUps: WakeUps
    private let database: Database
    private let logger: Logger

    /// How long the sender sleeps when there is nothing to tell.
    private static let idleSeconds = 60.0

    /// - Parameter wakeUps: all subscriptions must have been made before the relay runs.
    public init(_ wakeUps: WakeUps, database: Database, logger: Logger) {
        self.wakeUps = wakeUps
        self.database = database
        self.logger = logger
    }

    /// Listens and tells until the task is cancelled.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await listen() }
            group.addTask { await tell() }
        }
    }

    /// Tells others what was raised and is not told yet: the last thing that a process does when its loops have ended. One attempt.
    public func tellTheRest() async {
        await tell(wakeUps.takePending())
    }

    private func listen() async {
        let names = Dictionary(uniqueKeysWithValues: wakeUps.localChannels.map { (wakeUps.notificationName(of: $0), $0) })
        guard !names.isEmpty else { return }
        for await event in database.notifications(channels: names.keys.sorted()) {
            switch event {
            case .mayHaveMissed: names.values.forEach(wakeUps.raiseLocally)
            case .notification(let channel, _): names[channel].map(wakeUps.raiseLocally)
            }
        }
    }

    /// While one notification is on its way, further ones gather, and are sent as one.
    private func tell() async {
        while !Task.isCancelled {
            await tell(await wakeUps.takePending(atMostSeconds: Self.idleSeconds))
        }
    }

    private func tell(_ channels: Set<WakeUps.Channel>) async {
        for channel in channels {
            do {
                try await database.notify(channel: wakeUps.notificationName(of: channel))
            } catch is CancellationError {
                // Told with the rest.
                wakeUps.putBack(channel)
            } catch {
                // The loops' own periods make up for it.
                logger.debug("A wake-up could not be sent", metadata: ["channel": "\(channel.rawValue)", "error": "\(error)"])
            }
        }
    }
}
