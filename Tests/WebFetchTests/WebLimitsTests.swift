import Glibc
import TestSupport
import Testing

@testable import WebFetch

@Suite(.timeLimit(.minutes(1))) struct WebLimitsTests {
    @Test(arguments: [0, 1, 100_000])
    func `a body of the allowed length passes, one byte more does not`(limit: Int) async throws {
        let server = try HTTPServer { request, connection in
            try connection.respond("200 OK", String(repeating: "x", count: Int(request.target.dropFirst())!))
        }
        let client = WebClient(configuration: .local)
        let limits = WebLimits(bodyBytes: limit)
        #expect(try await client.send(WebRequest(url: server.url("/\(limit)"), limits: limits)).body.count == limit)
        await #expect(throws: WebError.bodyTooLarge(limit: limit)) {
            try await client.send(WebRequest(url: server.url("/\(limit + 1)"), limits: limits))
        }
    }

    @Test func `a body without end is cut off`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\n\r\n")
            while true { try connection.write([UInt8](repeating: 0, count: 10_000)) }
        }
        await #expect(throws: WebError.bodyTooLarge(limit: 50_000)) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(bodyBytes: 50_000)))
        }
    }

    @Test func `headers without end are cut off`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\n")
            while true { try connection.write("X-More: and more\r\n") }
        }
        await #expect(throws: WebError.headersTooLarge(limit: 5_000)) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(headerBytes: 5_000)))
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func `a server that stops in the middle runs into the time limit`(beginning: String) async throws {
        let server = try HTTPServer { _, connection in
            try connection.write(beginning)
            connection.waitForEnd()
        }
        await #expect(throws: WebError.timedOut(host: "127.0.0.1")) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(totalSeconds: 0.1)))
        }
    }

    @Test func `the wait for a connection has a limit of its own`() async throws {
        let gate = Gate()
        let server = try HTTPServer { _, connection in
            gate.wait()
            try connection.respond()
        }
        var configuration = WebClientConfiguration.local
        configuration.connections = 1
        let client = WebClient(configuration: configuration)
        let first = Task { try await client.send(WebRequest(url: server.url())) }
        try await until { gate.waiting == 1 }
        await #expect(throws: WebError.noFreeConnection(host: "127.0.0.1")) {
            try await client.send(WebRequest(url: server.url(), limits: WebLimits(waitSeconds: 0.05)))
        }
        // This one waits for longer than it may take afterwards.
        let third = Task { try await client.send(WebRequest(url: server.url(), limits: WebLimits(totalSeconds: 3, waitSeconds: 50))) }
        try await Task.sleep(for: .seconds(3.1))
        gate.open()
        #expect(try await first.value.status == 200)
        #expect(try await third.value.status == 200)
        #expect(server.received.all.count == 2)
    }

    @Test func `two thousand documents on one slow host do not hold up a hundred on a quick one`() async throws {
        let gate = Gate()
        defer { gate.open() }
        let slow = try HTTPServer { _, _ in gate.wait() }
        let quick = try HTTPServer(address: "127.0.0.2") { _, connection in try connection.respond() }
        let client = WebClient(configuration: .local)
        let patience = WebLimits(totalSeconds: 600, waitSeconds: 600)
        let stuck = (0..<2000).map { number in
            Task { try await client.send(WebRequest(url: slow.url("/\(number)"), limits: patience)) }
        }
        try await until { gate.waiting == client.connectionsPerHost }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask { try await client.send(WebRequest(url: quick.url("/\(number)"), limits: patience)).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(gate.maximum == client.connectionsPerHost && slow.received.all.count == gate.maximum)
        client.close()
        for task in stuck { await #expect(throws: WebError.clientClosed) { try await task.value } }
    }

    @Test func `of fifty megabytes no more is read than the limit allows`() async throws {
        let written = Mailbox<Int>()
        let server = try HTTPServer { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n")
            for _ in 0..<500 {
                try connection.write([UInt8](repeating: 0, count: 100_000))
                written.append(100_000)
            }
        }
        await #expect(throws: WebError.bodyTooLarge(limit: 10_000)) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(bodyBytes: 10_000)))
        }
        // The rest may be in the buffers of the two sockets.
        #expect(written.all.reduce(0, +) < 20_000_000)
    }

    @Test func `a server that sends byte after byte runs into the time limit`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while true {
                try connection.write("x")
                usleep(20_000)
            }
        }
        await #expect(throws: WebError.timedOut(host: "127.0.0.1")) {
            try await WebClient(configuration: .local).send(WebRequest(url: server.url(), limits: WebLimits(totalSeconds: 0.3)))
        }
    }

    @Test(arguments: [(connections: 3, perHost: 16, most: 3), (connections: 16, perHost: 2, most: 2)])
    func `no more connections than allowed, and all requests are done`(connections: Int, perHost: Int, most: Int) async throws {
        let gate = Gate()
        let server = try HTTPServer { _, connection in
            gate.wait()
            try connection.respond()
        }
        var configuration = WebClientConfiguration.local
        configuration.connections = connections
        configuration.connectionsPerHost = perHost
        let client = WebClient(configuration: configuration)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await client.send(WebRequest(url: server.url())).status } }
            try await until { gate.waiting == most }
            gate.open()
            for try await status in group { #expect(status == 200) }
        }
        #expect(gate.maximum == most)
        #expect(server.server.acceptedCount <= most)
        #expect(server.received.all.count == 20)
    }

    @Test func `a host that is slow does not hold up the others`() async throws {
        let gate = Gate()
        defer { gate.open() }
        let slow = try HTTPServer { _, _ in gate.wait() }
        let quick = try HTTPServer(address: "127.0.0.2") { _, connection in try connection.respond() }
        var configuration = WebClientConfiguration.local
        configuration.connections = 4
        configuration.connectionsPerHost = 2
        let client = WebClient(configuration: configuration)
        let stuck = (0..<6).map { _ in Task { try await client.send(WebRequest(url: slow.url())) } }
        try await until { gate.waiting == 2 }
        #expect(try await client.send(WebRequest(url: quick.url())).status == 200)
        for task in stuck { task.cancel() }
    }

    @Test func `the queue has an end`() async throws {
        let gate = Gate()
        let server = try HTTPServer { _, connection in
            gate.wait()
            try connection.respond()
        }
        var configuration = WebClientConfiguration.local
        configuration.connections = 1
        configuration.queueLength = 1
        let client = WebClient(configuration: configuration)
        let first = Task { try await client.send(WebRequest(url: server.url())).status }
        try await until { gate.waiting == 1 }
        // Of three more one may wait; which one is chance.
        let outcomes = await withTaskGroup(of: Result<Int, any Error>.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    do { return .success(try await client.send(WebRequest(url: server.url())).status) } catch { return .failure(error) }
                }
            }
            var outcomes: [Result<Int, any Error>] = []
            for await outcome in group {
                outcomes.append(outcome)
                if outcomes.count == 2 { gate.open() }
            }
            return outcomes
        }
        #expect(outcomes.filter { (try? $0.get()) == 200 }.count == 1)
        for case .failure(let error) in outcomes { #expect(error as? WebError == .queueFull(limit: 1)) }
        #expect(try await first.value == 200)
    }

    @Test func `cancelling a task ends its transfer`() async throws {
        let gate = Gate()
        gate.open()
        let ended = Gate()
        let server = try HTTPServer { _, connection in
            gate.wait()
            connection.waitForEnd()
            ended.wait()
        }
        let client = WebClient(configuration: .local)
        let task = Task { try await client.send(WebRequest(url: server.url())) }
        try await until { gate.maximum == 1 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        // The server sees the end of the connection.
        try await until { ended.waiting == 1 }
        ended.open()
    }

    @Test func `a task that is cancelled while it waits for a connection, or before it begins, sends nothing`() async throws {
        let gate = Gate()
        let server = try HTTPServer { _, connection in
            gate.wait()
            try connection.respond()
        }
        var configuration = WebClientConfiguration.local
        configuration.connections = 1
        let client = WebClient(configuration: configuration)
        let first = Task { try await client.send(WebRequest(url: server.url())).status }
        try await until { gate.waiting == 1 }
        let others = (0..<10).map { _ in Task { try await client.send(WebRequest(url: server.url())).status } }
        for task in others { task.cancel() }
        for task in others { await #expect(throws: CancellationError.self) { try await task.value } }
        gate.open()
        #expect(try await first.value == 200)
        #expect(server.received.all.count == 1)
    }
}
