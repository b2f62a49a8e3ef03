import TestSupport
import Testing

@testable import WebFetch

@Suite(.timeLimit(.minutes(1))) struct WebClientTests {
    let client = WebClient(configuration: .local)

    @Test(arguments: [WebRequest.Method.post, .put, .patch, .delete])
    func `a request arrives as it was made`(method: WebRequest.Method) async throws {
        let server = try HTTPServer { _, connection in try connection.respond("201 Created", headers: ["X-Answer: 42"], "done") }
        let body = Array("token=a\0b".utf8)
        let response = try await client.send(
            WebRequest(
                method: method, url: server.url("/a/b?c=d"),
                headers: ["Content-Type": "text/x", "X-Empty": "", "X-Forwarded-Proto": "https"], body: body))
        #expect(response.status == 201)
        #expect(response.headers["x-answer"] == "42")
        #expect(response.body == Array("done".utf8))
        #expect(response.effectiveURL == server.url("/a/b?c=d"))
        let request = try #require(server.received.all.first)
        #expect(request.method == method.rawValue)
        #expect(request.target == "/a/b?c=d")
        #expect(request.body == body)
        #expect(request.header("content-type") == "text/x")
        #expect(request.header("x-empty") == "")
        #expect(request.header("x-forwarded-proto") == "https")
        #expect(request.header("user-agent") == "swaptacular")
        #expect(request.header("expect") == nil)
    }

    @Test func `a body without a media type gets none, also an empty one`() async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        for body in [[], [UInt8](repeating: 7, count: 200_000)] {
            _ = try await client.send(WebRequest(method: .post, url: server.url(), body: body))
            #expect(server.received.all.last?.header("content-type") == nil)
            #expect(server.received.all.last?.body == body)
        }
    }

    @Test func `HEAD has headers and no body`() async throws {
        let server = try HTTPServer { _, connection in try connection.write("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n") }
        let response = try await client.send(WebRequest(method: .head, url: server.url()))
        #expect(response.headers["content-length"] == "9999999999")
        #expect(response.body.isEmpty)
        #expect(server.received.all.first?.method == "HEAD")
    }

    @Test(arguments: [200, 204, 301, 400, 404, 410, 500, 503])
    func `every status is a response`(status: Int) async throws {
        let server = try HTTPServer { _, connection in try connection.respond("\(status) X") }
        #expect(try await client.send(WebRequest(url: server.url())).status == status)
    }

    @Test func `a body in chunks is put together`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n")
        }
        let response = try await client.send(WebRequest(url: server.url()))
        #expect(response.body == Array("abcde".utf8))
    }

    @Test func `requests one after the other use one connection`() async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        for _ in 0..<20 { _ = try await client.send(WebRequest(method: .post, url: server.url(), body: [1])) }
        #expect(server.received.all.count == 20)
        #expect(server.server.acceptedCount == 1)
    }

    @Test func `a kept connection that the server has closed is no error`() async throws {
        let server = try HTTPServer { _, connection in
            try connection.respond()
            throw LocalConnection.Ended()
        }
        for _ in 0..<5 { _ = try await client.send(WebRequest(method: .post, url: server.url(), body: [1])) }
        #expect(server.server.acceptedCount == 5)
    }

    @Test func `a thousand requests in parallel`() async throws {
        let server = try HTTPServer { request, connection in try connection.respond("200 OK", String(request.target.dropFirst())) }
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for i in 0..<1000 {
                group.addTask { [client] in
                    let body = try await client.send(WebRequest(url: server.url("/\(i)"))).body
                    return try #require(Int(String(decoding: body, as: UTF8.self)) == i ? i : nil)
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 499_500)
        #expect(server.server.acceptedCount <= WebClientConfiguration.local.connectionsPerHost)
    }

    @Test(arguments: ["X-A\r\nX-B", "", "X A"])
    func `an impossible header field is refused before anything is sent`(name: String) async throws {
        let server = try HTTPServer { _, connection in try connection.respond() }
        await #expect(throws: WebError.invalidHeader(name: name)) {
            try await client.send(WebRequest(url: server.url(), headers: [name: "x"]))
        }
        #expect(server.server.acceptedCount == 0)
    }

    @Test func `nobody listens`() async throws {
        let server = try LocalServer { _ in }
        server.close()
        await #expect(throws: WebError.connectionFailed(host: "127.0.0.1", reason: "Couldn't connect to server")) {
            try await client.send(WebRequest(url: "http://127.0.0.1:\(server.port)/"))
        }
    }

    @Test func `a name that does not exist`() async throws {
        await #expect(throws: WebError.nameNotResolved(host: "nobody.invalid")) {
            try await client.send(WebRequest(url: "http://nobody.invalid/", limits: WebLimits(totalSeconds: 30, connectSeconds: 30)))
        }
    }

    @Test(arguments: ["", "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"])
    func `an answer that is not HTTP, or breaks off, is an error that does not show it`(answer: String) async throws {
        let server = try HTTPServer { _, connection in
            try connection.write(answer)
            throw LocalConnection.Ended()
        }
        let error = await #expect(throws: WebError.self) {
            try await client.send(WebRequest(url: server.url("/path?token=secret")))
        }
        guard case .transferFailed(host: "127.0.0.1", _) = error else {
            Issue.record("unexpected: \(String(describing: error))")
            return
        }
        #expect(!"\(error!)".contains("secret") && !"\(error!)".contains("path"))
    }

    @Test func `a closed client refuses, and ends what runs`() async throws {
        let gate = Gate()
        defer { gate.open() }
        let server = try HTTPServer { _, _ in gate.wait() }
        let running = Task { [client] in try await client.send(WebRequest(url: server.url())) }
        try await until { gate.waiting == 1 }
        client.close()
        client.close()
        await #expect(throws: WebError.clientClosed) { try await running.value }
        await #expect(throws: WebError.clientClosed) { try await client.send(WebRequest(url: server.url())) }
    }
}
