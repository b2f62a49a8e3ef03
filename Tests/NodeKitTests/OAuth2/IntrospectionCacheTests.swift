import SharedCache
import Synchronization
import Testing

@testable import NodeKit

/// A clock that the test turns.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1000)
    var now: Int64 {
        get { seconds.withLock { $0 } }
        set { seconds.withLock { $0 = newValue } }
    }
}

@Suite("Introspection cache")
struct IntrospectionCacheTests {
    private let clock = TestClock()
    private let active = Introspection(isActive: true, subject: "s", scope: "access")

    private func cache(_ origin: any TokenIntrospector, maxCost: Int = 1_000_000) -> IntrospectionCache {
        let clock = self.clock
        return IntrospectionCache(origin, maxCost: maxCost, now: { clock.now })
    }

    @Test("an answer is used for 300 seconds")
    func timeToLive() async throws {
        let origin = ScriptedIntrospector(["t": active])
        let cache = cache(origin)
        for _ in 0..<3 { #expect(try await cache.introspect(token: "t") == active) }
        clock.now += 299
        _ = try await cache.introspect(token: "t")
        #expect(await origin.questions.count == 1)
        clock.now += 1
        _ = try await cache.introspect(token: "t")
        #expect(await origin.questions.count == 2)
    }

    @Test("tokens that are the same only after Unicode normalization are two tokens")
    func normalization() async throws {
        struct Lengths: TokenIntrospector {
            func introspect(token: String) async throws -> Introspection { Introspection(isActive: token.utf8.count == 5) }
        }
        let cache = cache(Lengths())
        #expect(try await cache.introspect(token: "caf\u{e9}").isActive)
        #expect(try await !cache.introspect(token: "cafe\u{301}").isActive)
    }

    @Test("an answer is not used after the token's own end")
    func expiry() async throws {
        let origin = ScriptedIntrospector(["t": Introspection(isActive: true, expiresAt: 1010)])
        let cache = cache(origin)
        _ = try await cache.introspect(token: "t")
        clock.now = 1009
        _ = try await cache.introspect(token: "t")
        #expect(await origin.questions.count == 1)
        clock.now = 1010
        _ = try await cache.introspect(token: "t")
        #expect(await origin.questions.count == 2)
    }

    @Test(
        "answers about unusable tokens, and failures, are not kept",
        arguments: [
            Introspection(isActive: false), Introspection(isActive: true, expiresAt: 999),
            Introspection(isActive: true, tokenUse: "refresh_token"), nil,
        ])
    func unusable(_ answer: Introspection?) async throws {
        let origin = ScriptedIntrospector()
        await origin.answer("t", answer)
        let cache = cache(origin)
        _ = try? await cache.introspect(token: "t")
        _ = try? await cache.introspect(token: "t")
        #expect(await origin.questions.count == 2)
        await origin.answer("t", active)
        #expect(try await cache.introspect(token: "t") == active)
    }

    @Test("requests that miss at the same time share one question")
    func singleFlight() async throws {
        let origin = ScriptedIntrospector(["t": active])
        await origin.hold()
        let cache = cache(origin)
        try await withThrowingTaskGroup(of: Introspection.self) { group in
            for _ in 0..<50 { group.addTask { try await cache.introspect(token: "t") } }
            while await origin.questions.isEmpty { await Task.yield() }
            await origin.release()
            for try await answer in group { #expect(answer == active) }
        }
        #expect(await origin.questions.count == 1)
    }

    @Test("the cost is bounded, and what is used stays")
    func bound() async throws {
        let tokens = (0..<200).map { "token-\($0)" }
        let origin = ScriptedIntrospector(Dictionary(uniqueKeysWithValues: (tokens + ["hot"]).map { ($0, active) }))
        // Room for about 40 entries of some 216 bytes.
        let cache = cache(origin, maxCost: 40 * 220)
        for token in tokens {
            _ = try await cache.introspect(token: token)
            _ = try await cache.introspect(token: "hot")
        }
        #expect(await origin.questions.filter { $0 == "hot" }.count == 1)
        _ = try await cache.introspect(token: "token-199")
        #expect(await origin.questions.count == 201, "the newest is still there")
        _ = try await cache.introspect(token: "token-0")
        #expect(await origin.questions.count == 202, "the oldest is gone")
    }

    @Test("a cache without room asks every time")
    func noRoom() async throws {
        let origin = ScriptedIntrospector(["t": active])
        let cache = cache(origin, maxCost: 0)
        for _ in 0..<3 { #expect(try await cache.introspect(token: "t") == active) }
        #expect(await origin.questions.count == 3)
    }
}

/// Remembers everything; tests look into it.
private actor TransparentCache: SharedCache {
    var entries: [String: (value: [UInt8], milliseconds: Int)] = [:]

    func get(_ key: String) -> [UInt8]? { entries[key]?.value }
    func set(_ key: String, to value: [UInt8], expiresAfter milliseconds: Int) { entries[key] = (value, milliseconds) }
    func delete(_ key: String) { entries[key] = nil }
    func increment(_ key: String, by amount: Int64, expiresAfter milliseconds: Int) -> Int64? { nil }
}

@Suite("Shared introspection cache")
struct SharedIntrospectionCacheTests {
    @Test("one question for all web servers; the key is a digest, the entry lives as long as the answer")
    func shared() async throws {
        let answer = Introspection(isActive: true, subject: "s\"ж", scope: "access disable_pin", expiresAt: 1100, tokenUse: "access_token")
        let origin = ScriptedIntrospector(["abc": answer])
        let cache = TransparentCache()
        let first = SharedIntrospectionCache(origin, cache: cache, now: { 1000 })
        let second = SharedIntrospectionCache(origin, cache: cache, now: { 1099 })
        #expect(try await first.introspect(token: "abc") == answer)
        #expect(try await second.introspect(token: "abc") == answer)
        #expect(await origin.questions.count == 1)
        let entries = await cache.entries
        #expect(entries.keys.sorted() == ["introspection:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"])
        #expect(entries.values.first?.milliseconds == 100_000)
        _ = try await SharedIntrospectionCache(origin, cache: cache, now: { 1100 }).introspect(token: "abc")
        #expect(await origin.questions.count == 2, "an expired entry is not used")
    }

    @Test("rubbish in the cache is no answer", arguments: ["", "{}", "[]", "{\"active\":1}"])
    func rubbish(_ text: String) async throws {
        let origin = ScriptedIntrospector(["t": Introspection(isActive: true)])
        let cache = TransparentCache()
        await cache.set(SharedIntrospectionCache.key(of: "t"), to: Array(text.utf8), expiresAfter: 1)
        #expect(try await SharedIntrospectionCache(origin, cache: cache, now: { 0 }).introspect(token: "t").isActive)
        #expect(await origin.questions.count == 1)
    }

    @Test("answers about unusable tokens are not shared")
    func unusable() async throws {
        let cache = TransparentCache()
        _ = try await SharedIntrospectionCache(ScriptedIntrospector(["t": Introspection(isActive: false)]), cache: cache, now: { 0 })
            .introspect(token: "t")
        #expect(await cache.entries.isEmpty)
    }
}
