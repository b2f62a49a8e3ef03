import Foundation
import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import SharedCache

/// Commands as a server on a thread reads them.
private func readCommand(_ connection: LocalConnection) throws -> [String] {
    let count = Int(try connection.readLine().dropFirst()) ?? 0
    return try (0..<count).map { _ in
        let length = Int(try connection.readLine().dropFirst()) ?? 0
        let bytes = try connection.read(exactly: length)
        _ = try connection.readLine()
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Log lines that a test looks at: level and message.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    var logger: Logger { Logger(label: "test") { _ in Handler(lines: self) } }

    private struct Handler: LogHandler {
        let lines: LogLines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct RedisCacheTests {
    /// A cache whose pauses are as short as can be.
    private func cache(
        _ url: String, operationMilliseconds: Int = 5_000, connectMilliseconds: Int = 10_000, logger: Logger
    ) throws -> RedisCache {
        var configuration = RedisCache.Configuration()
        configuration.operationMilliseconds = operationMilliseconds
        configuration.connectMilliseconds = connectMilliseconds
        configuration.minimumPauseMilliseconds = 1
        configuration.maximumPauseMilliseconds = 2
        return RedisCache(url: try RedisURL(url), configuration: configuration, logger: logger)
    }

    @Test func `the server is asked to authenticate and for the database, and keys have the prefix`() async throws {
        let commands = Mutex<[[String]]>([])
        let server = try LocalServer { connection in
            while true {
                let command = try readCommand(connection)
                commands.withLock { $0.append(command) }
                try connection.write(command[0] == "EVAL" ? "$1\r\n1\r\n" : "+OK\r\n")
            }
        }
        _ = try await connectedCache("redis://us%20er:p%40ss@127.0.0.1:\(server.port)/3", prefix: "swpt:")
        let all = commands.withLock { $0 }
        #expect(all.prefix(3) == [["AUTH", "us er", "p@ss"], ["SELECT", "3"], ["PING"]])
        #expect(all.last?[2...] == ["1", "swpt:usable", "1", "60000"])
    }

    @Test func `databases of one server are apart`() async throws {
        let url = try TestRedis().url.replacing(#//\d*$/#, with: "")
        let prefix = "test:\(UInt64.random(in: 0 ... .max)):"
        let first = try await connectedCache(url + "/1", prefix: prefix)
        let second = try await connectedCache(url + "/2", prefix: prefix)
        await first.set("a", to: [1], expiresAfter: 60_000)
        #expect(await second.get("a") == nil)
        #expect(await first.get("a") == [1])
    }

    @Test(arguments: ["-NOAUTH secret\r\n", "-LOADING secret\r\n", "HTTP/1.1 400 secret\r\n\r\n", "+O", "$-5\r\n", ""])
    func `a server that is of no use is told of once, and never fails a request`(answer: String) async throws {
        let server = try LocalServer { connection in
            _ = try readCommand(connection)
            try connection.write(answer)
        }
        let lines = LogLines()
        let cache = try cache("redis://:password@127.0.0.1:\(server.port)", logger: lines.logger)
        while server.acceptedCount < 5 {
            await cache.set("a", to: [1], expiresAfter: 1000)
            #expect(await cache.get("a") == nil)
            #expect(await cache.increment("n", by: 1, expiresAfter: 1000) == nil)
            await cache.delete("a")
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(lines.all.count == 1)
        let line = try #require(lines.all.first)
        #expect(line.hasPrefix("warning Redis at 127.0.0.1:\(server.port) cannot be used, going on without it: "))
        #expect(!line.contains("secret") && !line.contains("password"))
    }

    @Test func `nobody waits for a connection`() async throws {
        let server = try LocalServer { $0.waitForEnd() }
        let lines = LogLines()
        let cache = try cache("redis://127.0.0.1:\(server.port)", connectMilliseconds: 86_000_000, logger: lines.logger)
        // The one attempt to connect lasts longer than this test may.
        for _ in 0..<100 { #expect(await cache.get("a") == nil) }
        #expect(server.acceptedCount <= 1)
        server.close()
    }

    @Test func `a server that stops answering is given up, for all who wait`() async throws {
        let isSilent = Mutex(false)
        let server = try LocalServer { connection in
            while true {
                let command = try readCommand(connection)
                if isSilent.withLock({ $0 }) { return connection.waitForEnd() }
                try connection.write(command[0] == "EVAL" ? "$1\r\n1\r\n" : "+OK\r\n")
            }
        }
        let lines = LogLines()
        let cache = try cache(
            "redis://127.0.0.1:\(server.port)", operationMilliseconds: 300, connectMilliseconds: 300, logger: lines.logger)
        try await untilUsable(cache)
        isSilent.withLock { $0 = true }
        await withTaskGroup(of: [UInt8]?.self) { group in
            for _ in 0..<100 { group.addTask { await cache.get("a") } }
            for await value in group { #expect(value == nil) }
        }
        while lines.all.isEmpty { _ = await cache.get("a") }
        #expect(lines.all == ["warning Redis at 127.0.0.1:\(server.port) cannot be used, going on without it: it did not answer in time"])
        isSilent.withLock { $0 = false }
        try await untilUsable(cache)
        #expect(lines.all.last == "info Redis at 127.0.0.1:\(server.port) is back")
        #expect(lines.all.count == 2)
    }

    @Test func `a connection that the server has closed is made again without a word`() async throws {
        let connections = Mutex(0)
        let server = try LocalServer { connection in
            connections.withLock { $0 += 1 }
            for _ in 0..<3 {
                let command = try readCommand(connection)
                try connection.write(command[0] == "EVAL" ? "$1\r\n1\r\n" : "+OK\r\n")
            }
        }
        let lines = LogLines()
        let cache = try cache("redis://127.0.0.1:\(server.port)", logger: lines.logger)
        while connections.withLock({ $0 }) < 4 { _ = await cache.increment("n", by: 1, expiresAfter: 1000) }
        #expect(lines.all.isEmpty)
    }

    @Test func `a command that the server refuses is lost, told of once, and the connection stays`() async throws {
        let server = try LocalServer { connection in
            while true {
                let command = try readCommand(connection)
                try connection.write(
                    command[0] == "SET" ? "-OOM command 'secret' not allowed\r\n" : command[0] == "EVAL" ? "$1\r\n1\r\n" : "+OK\r\n")
            }
        }
        let lines = LogLines()
        let cache = try cache("redis://127.0.0.1:\(server.port)", logger: lines.logger)
        try await untilUsable(cache)
        for _ in 0..<10 { await cache.set("a", to: [1], expiresAfter: 1000) }
        #expect(lines.all == ["warning Redis at 127.0.0.1:\(server.port) refuses commands: OOM"])
        #expect(server.acceptedCount == 1)
    }

    @Test func `a value that is longer than any that we store is not read to its end`() async throws {
        let server = try LocalServer { connection in
            while true {
                let command = try readCommand(connection)
                guard command[0] == "GET" else {
                    try connection.write(command[0] == "EVAL" ? "$1\r\n1\r\n" : "+OK\r\n")
                    continue
                }
                try connection.write("$2000000000\r\n")
                while true { try connection.write([UInt8](repeating: 0, count: 1 << 16)) }
            }
        }
        let cache = try cache("redis://127.0.0.1:\(server.port)", logger: LogLines().logger)
        try await untilUsable(cache)
        #expect(await cache.get("a") == nil)
        try await untilUsable(cache)
    }
}

@Suite(.timeLimit(.minutes(1))) struct RedisTLSTests {
    /// Takes TLS off, and passes commands on to the real server: one at a time, with answers that come in one piece.
    private func tunnel() throws -> LocalServer {
        let target = try RedisURL(try TestRedis().url)
        return try LocalServer(certificate: .localhost) { connection in
            let socket = try TCPSocket(host: target.host, port: target.port, deadline: .now + .seconds(10))
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
            defer { buffer.deallocate() }
            while true {
                let command = try connection.readSome()
                buffer.copyBytes(from: command)
                try socket.write(UnsafeRawBufferPointer(rebasing: buffer[..<command.count]), .now + .seconds(10))
                let count = try socket.read(into: buffer, .now + .seconds(10))
                try connection.write(Array(buffer[..<count]))
            }
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `over TLS, with the certificate checked`(host: String) async throws {
        let server = try tunnel()
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem")
        try Data(TestCertificate.localhost.certificate.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let cache = try await connectedCache("rediss://\(host):\(server.port)?ssl_ca_certs=\(file.path)")
        await cache.set("a", to: Array("value".utf8), expiresAfter: 60_000)
        #expect(await cache.get("a") == Array("value".utf8))
    }

    @Test func `over TLS, with any certificate`() async throws {
        let server = try tunnel()
        let cache = try await connectedCache("rediss://127.0.0.1:\(server.port)?ssl_cert_reqs=none")
        #expect(await cache.get("a") == nil)
    }

    @Test func `an unknown certificate is refused, and the log says why`() async throws {
        let server = try tunnel()
        let lines = LogLines()
        let cache = RedisCache(url: try RedisURL("rediss://127.0.0.1:\(server.port)"), logger: lines.logger)
        while lines.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        #expect(lines.all.first?.hasSuffix("TLS: self-signed certificate") == true, "\(lines.all)")
        #expect(await cache.get("a") == nil)
    }
}

/// Stops the server that all tests share, so `scripts/test` runs this after the others.
@Suite(.serialized, .timeLimit(.minutes(2))) struct RedisRestartTests {
    @Test func `losing Redis loses what was cached, and nothing else`() async throws {
        let redis = try TestRedis()
        let lines = LogLines()
        let cache = try await connectedCache(redis.url, logger: lines.logger)
        await cache.set("a", to: [1], expiresAfter: 60_000)
        #expect(await cache.get("a") == [1])

        try redis.control("stop")
        while lines.all.isEmpty { #expect(await cache.get("a") == nil) }
        #expect(await cache.increment("n", by: 1, expiresAfter: 1000) == nil)
        await cache.set("b", to: [1], expiresAfter: 1000)

        try redis.control("start")
        try await untilUsable(cache)
        #expect(await cache.get("a") == nil)
        await cache.set("a", to: [2], expiresAfter: 60_000)
        #expect(await cache.get("a") == [2])
        #expect(lines.all.count == 2)
        #expect(lines.all.first?.hasPrefix("warning ") == true)
        #expect(lines.all.last?.hasSuffix(" is back") == true)
    }
}
