import Logging
import TestSupport
import Testing

@testable import SharedCache

/// What both implementations promise.
@Suite(.timeLimit(.minutes(1))) struct SharedCacheTests {
    enum Kind: CaseIterable { case memory, redis }

    private func cache(_ kind: Kind) async throws -> any SharedCache {
        switch kind {
        case .memory: return InMemoryCache(maximumCost: 10 << 20)
        case .redis: return try await connectedCache(try TestRedis().url)
        }
    }

    @Test(arguments: Kind.allCases)
    func `what was stored is found, until it is replaced or deleted`(kind: Kind) async throws {
        let cache = try await cache(kind)
        #expect(await cache.get("a") == nil)
        await cache.set("a", to: [1, 2, 3], expiresAfter: 60_000)
        await cache.set("b", to: [], expiresAfter: 60_000)
        #expect(await cache.get("a") == [1, 2, 3])
        #expect(await cache.get("b") == [])
        await cache.set("a", to: [4], expiresAfter: 60_000)
        #expect(await cache.get("a") == [4])
        await cache.delete("a")
        await cache.delete("never stored")
        #expect(await cache.get("a") == nil)
        #expect(await cache.get("b") == [])
    }

    @Test(arguments: Kind.allCases)
    func `keys and values may hold any bytes, up to the limits`(kind: Kind) async throws {
        let cache = try await cache(kind)
        let key = "é\r\n$5\r\n\0 *" + String(repeating: "k", count: 900)
        let value = (0..<CacheLimits.valueBytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        await cache.set(key, to: value, expiresAfter: 60_000)
        #expect(await cache.get(key) == value)
    }

    @Test(arguments: Kind.allCases)
    func `what is beyond the limits is not stored`(kind: Kind) async throws {
        let cache = try await cache(kind)
        let longKey = String(repeating: "k", count: CacheLimits.keyBytes + 1)
        await cache.set(longKey, to: [1], expiresAfter: 60_000)
        #expect(await cache.get(longKey) == nil)
        #expect(await cache.increment(longKey, by: 1, expiresAfter: 60_000) == nil)
        await cache.set("a", to: [UInt8](repeating: 0, count: CacheLimits.valueBytes + 1), expiresAfter: 60_000)
        #expect(await cache.get("a") == nil)
    }

    @Test(arguments: Kind.allCases)
    func `what has expired is gone`(kind: Kind) async throws {
        let cache = try await cache(kind)
        await cache.set("a", to: [1], expiresAfter: 20)
        _ = await cache.increment("n", by: 1, expiresAfter: 20)
        while await cache.get("a") != nil { try await Task.sleep(for: .milliseconds(5)) }
        while await cache.get("n") != nil { try await Task.sleep(for: .milliseconds(5)) }
        #expect(await cache.increment("n", by: 1, expiresAfter: 60_000) == 1)
    }

    @Test(arguments: Kind.allCases)
    func `a counter counts, and its value can be read`(kind: Kind) async throws {
        let cache = try await cache(kind)
        #expect(await cache.increment("n", by: 1, expiresAfter: 60_000) == 1)
        #expect(await cache.increment("n", by: 41, expiresAfter: 60_000) == 42)
        #expect(await cache.get("n") == Array("42".utf8))
    }

    @Test(arguments: Kind.allCases)
    func `what is no counter, or would exceed 64 bits, is not counted`(kind: Kind) async throws {
        let cache = try await cache(kind)
        await cache.set("n", to: Array("x".utf8), expiresAfter: 60_000)
        #expect(await cache.increment("n", by: 1, expiresAfter: 60_000) == nil)
        #expect(await cache.get("n") == Array("x".utf8))
        #expect(await cache.increment("m", by: .max, expiresAfter: 60_000) == .max)
        #expect(await cache.increment("m", by: 1, expiresAfter: 60_000) == nil)
        #expect(await cache.get("m") == Array("9223372036854775807".utf8))
    }

    @Test(arguments: Kind.allCases)
    func `many tasks count together`(kind: Kind) async throws {
        let cache = try await cache(kind)
        // One after the other in each of four tasks: a crowd at once would be turned away, see RedisCache.
        let values = await withTaskGroup(of: [Int64?].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var values: [Int64?] = []
                    for _ in 0..<50 { values.append(await cache.increment("n", by: 1, expiresAfter: 60_000)) }
                    return values
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(values) == Set((1...200).map(Int64?.some)))
    }
}

/// A cache of its own key prefix, with a connection, and with limits of time that a busy machine keeps.
func connectedCache(
    _ url: String, prefix: String = "test:\(UInt64.random(in: 0 ... .max)):",
    logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
) async throws -> RedisCache {
    var configuration = RedisCache.Configuration()
    configuration.keyPrefix = prefix
    configuration.operationMilliseconds = 5_000
    configuration.connectMilliseconds = 10_000
    configuration.minimumPauseMilliseconds = 10
    configuration.maximumPauseMilliseconds = 20
    let cache = RedisCache(url: try RedisURL(url), configuration: configuration, logger: logger)
    try await untilUsable(cache)
    return cache
}

/// Until the cache answers: connections are made in the background.
func untilUsable(_ cache: RedisCache) async throws {
    while await cache.increment("usable", by: 1, expiresAfter: 60_000) == nil { try await Task.sleep(for: .milliseconds(2)) }
}
