import Logging
import Persistence
import TestSupport
import Testing

@testable import NodeKit

/// Processes of one node, played by cores that share nothing but the database.
@Suite("Wake-ups between processes", .timeLimit(.minutes(2)))
struct WakeUpRelayTests {
    private func core(_ url: DatabaseURL) throws -> NodeCore {
        let common = try MintConfiguration.loaded([:]).common
        let settings = DatabaseSettings(
            url: Needed(name: "POSTGRES_URL", value: url), listenURL: nil, pool: DatabaseConfiguration(), service: "swpt_mint")
        let logger = TestDatabase.quietLogger
        return NodeCore(common, try OpenDatabase(settings, connections: 1, logger: logger), logger: logger)
    }

    @Test("what a command records in its last moment wakes the loops of other processes", arguments: [true, false])
    func lastMoment(isInGroup: Bool) async throws {
        try await TestDatabase.withURL { url in
            let (listening, working) = (try core(url), try core(url))
            let wakeUp = listening.wakeUps.subscribe(to: .outbox)
            let (woken, continuation) = AsyncStream<Void>.makeStream()
            let listener = Task {
                try await listening.alone(
                    Role("listener") {
                        while !Task.isCancelled {
                            let generation = wakeUp.generation
                            await wakeUp.wait(after: generation, atMostSeconds: 3600)
                            continuation.yield()
                        }
                    }
                ).run()
            }
            var isWoken = woken.makeAsyncIterator()
            // Whoever begins to listen is woken once: something may have happened before.
            await isWoken.next()
            let role = Role("scanner") { working.wakeUps.raise(.outbox) }
            if isInGroup {
                let group = Task { try await working.together("all", [role]).run() }
                await isWoken.next()
                group.cancel()
                try? await group.value
            } else {
                try await working.alone(role).run()
                await isWoken.next()
            }
            listener.cancel()
            try? await listener.value
            await listening.database.close()
            await working.database.close()
        }
    }

    @Test("a role that fails still tells the others what it has left for them, and its error is not lost")
    func failing() async throws {
        struct Broken: Error {}
        try await TestDatabase.withURL { url in
            let working = try core(url)
            let role = Role("scanner") {
                working.wakeUps.raise(.outbox)
                throw Broken()
            }
            await #expect(throws: Broken.self) { try await working.alone(role).run() }
            #expect(working.wakeUps.takePending().isEmpty)
            #expect(working.database.counters.statements > 0)
            await working.database.close()
        }
    }
}
