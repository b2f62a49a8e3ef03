import TestSupport
import Testing

@testable import Persistence

@Suite("notifications", .timeLimit(.minutes(2)))
struct NotificationTests {
    @Test("a listener hears what is sent after it has connected, from transactions and outside of them")
    func hears() async throws {
        try await TestDatabase.with { database in
            var events = database.notifications(channels: ["one", "Two \"quoted\""]).makeAsyncIterator()
            #expect(await events.next() == .mayHaveMissed)
            try await database.notify(channel: "one", payload: "a")
            try await database.notify(channel: "unheard", payload: "b")
            try await database.transaction { tx in tx.enqueueNotify(channel: "Two \"quoted\"", payload: "c") }
            try? await database.transaction { tx in
                tx.enqueueNotify(channel: "one", payload: "rolled back")
                try tx.query("SELECT 1 / 0")
            }
            try await database.notify(channel: "one")
            #expect(await events.next() == .notification(channel: "one", payload: "a"))
            #expect(await events.next() == .notification(channel: "Two \"quoted\"", payload: "c"))
            #expect(await events.next() == .notification(channel: "one", payload: ""))
        }
    }

    @Test("a listener that lost its connection notices it at once, comes back, and says that it may have missed something")
    func reconnects() async throws {
        try await TestDatabase.with { database in
            var events = database.notifications(channels: ["one"], silence: .seconds(1_000_000)).makeAsyncIterator()
            #expect(await events.next() == .mayHaveMissed)
            try await PoolTests.endOtherSessions(of: database)
            #expect(await events.next() == .mayHaveMissed)
            try await database.notify(channel: "one", payload: "again")
            #expect(await events.next() == .notification(channel: "one", payload: "again"))
        }
    }

    @Test("a listener that is given up closes its connection")
    func ends() async throws {
        try await TestDatabase.with { database in
            let task = Task {
                var count = 0
                for await _ in database.notifications(channels: ["one"]) { count += 1 }
                return count
            }
            let listens: Statement = """
                SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%')
                """
            try await PoolTests.waitUntil(database, listens)
            task.cancel()
            _ = await task.value
            try await PoolTests.waitUntil(
                database,
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%')")
        }
    }

    @Test("a listener that cannot keep up learns that it missed something, even when nothing more happens")
    func overflow() async {
        let (stream, continuation) = AsyncStream.makeStream(of: NotificationEvent.self, bufferingPolicy: .bufferingOldest(3))
        var sink = NotificationSink(continuation: continuation, capacity: 3)
        var events = stream.makeAsyncIterator()
        func event(_ number: Int) -> NotificationEvent { .notification(channel: "one", payload: "\(number)") }
        for number in 1...10 { sink.hand(event(number)) }
        for number in 1...2 { #expect(await events.next() == event(number)) }
        #expect(await events.next() == .mayHaveMissed)
        // The first one that comes after a full stream cannot know that there is room again.
        for number in 11...13 { sink.hand(event(number)) }
        #expect(await events.next() == .mayHaveMissed)
        #expect(await events.next() == event(12))
        #expect(await events.next() == .mayHaveMissed)
        sink.hand(event(14))
        sink.hand(event(15))
        #expect(await events.next() == .mayHaveMissed)
        #expect(await events.next() == event(15))
    }
}
