import Foundation
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@testable import NodeKit

/// The server at its sockets: what RFC 9110 and RFC 9112 demand of it, and clients that mean no good.
@Suite("Connections of the web server", .timeLimit(.minutes(2)))
struct ListenerTests {
    private static let get = "GET /mint/1/documents/5/public HTTP/1.1\r\n"
    private static let post = "POST /mint/1/documents/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"

    /// A server with short patience.
    private func withServer(
        patience: ConnectionPatience = ConnectionPatience(head: .seconds(30), farewell: .milliseconds(200)), limit: Int = 100,
        log: RecordedLog = RecordedLog(), _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let routes: [Route] = [
            .post("/mint/<i64:id>/documents/", .owner("id"), body: .raw(maxBytes: 100_000)) { .text("\($0.body.count) bytes") },
            .post("/mint/<i64:id>/types/", .owner("id"), body: .raw(maxBytes: 100_000)) { request in
                APIResponse(status: .ok, contentType: request.headers[.contentType], body: request.body)
            },
            .get("/mint/<i64:id>/documents/<i64:document>/public", .open) { .text("document \($0.parameter("document"))") },
        ]
        var api = WebAPI(
            try MintConfiguration.loaded(["MAX_CONTENT_LENGTH": "100000"]).common, edge: .trustedHeaders, routes: routes, openAPI: [],
            isServed: { _ in true })
        api.logger = log.logger
        try await WebServer(api, patience: patience, connectionLimit: limit).application().test(.live) { client in
            try await body(try #require(client.port))
        }
    }

    private static func statuses(_ answer: [UInt8]) -> [Int] {
        String(decoding: answer, as: UTF8.self).components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
    }

    /// Section, what is sent, and the statuses of all answers before the server closes the connection.
    private static let demands: [(String, String, [Int])] = [
        ("9112, 2.2: an empty line before the request", "\r\n" + get + "Host: h\r\nConnection: close\r\n\r\n", [200]),
        ("9112, 2.2: a bare CR", get + "Host: h\r\nX: a\rb\r\n\r\n", [400]),
        ("9112, 2.2: white space before the first field", get + " X: a\r\nHost: h\r\n\r\n", [400]),
        ("9112, 2.3: a version that is not spoken", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", [400]),
        ("9112, 3: something else than a request line", "hello\r\n\r\n", [400]),
        ("9112, 3.2: no Host", get + "\r\n", [400]),
        ("9112, 3.2: two of them", get + "Host: h\r\nHost: h\r\n\r\n", [400]),
        ("9112, 3.2: one that is none", get + "Host: h/x\r\n\r\n", [400]),
        (
            "9112, 3.2.2: the absolute form",
            "GET http://other/mint/1/documents/5/public HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", [200]
        ),
        ("9112, 5.1: white space before the colon", get + "Host : h\r\n\r\n", [400]),
        ("9110, 5.5: NUL in a value", get + "Host: h\r\nX: a\0b\r\n\r\n", [400]),
        ("9112, 6.1: a length and chunks", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [400]),
        (
            "9112, 6.1: chunks in HTTP/1.0",
            "POST /mint/1/documents/ HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", [400]
        ),
        ("9112, 6.1: a coding that is not spoken", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", [501]),
        ("9112, 6.3: chunks that are not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", [400]),
        ("9112, 6.3: a length that is none", post + "Content-Length: 5x\r\n\r\nhello", [400]),
        ("9112, 6.3: a negative length", post + "Content-Length: -5\r\n\r\nhello", [400]),
        ("9112, 6.3: two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", [400]),
        ("9112, 7.1: chunks", post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", [200]),
        ("9112, 7.1.1: extensions", post + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n", [200]),
        ("9112, 7.1.2: trailers", post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n", [200]),
        ("9112, 7.1: a size that is none", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", [400]),
        ("9112, 7.1: an absurd size", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n0\r\n\r\n", [400]),
        ("9112, 8: a body that ends too early", post + "Content-Length: 50\r\n\r\nhello", [400]),
        ("9112, 9.3: HTTP/1.1 stays", get + "Host: h\r\n\r\n" + get + "Host: h\r\nConnection: close\r\n\r\n", [200, 200]),
        ("9112, 9.6: close means close", get + "Host: h\r\nConnection: Close\r\n\r\n" + get + "Host: h\r\n\r\n", [200]),
        (
            "9112, 9.3: HTTP/1.0 does not stay",
            "GET /mint/1/documents/5/public HTTP/1.0\r\n\r\nGET /mint/1/documents/5/public HTTP/1.0\r\n\r\n", [200]
        ),
        (
            "9112, 9.3: HTTP/1.0 stays when it wants to",
            "GET /mint/1/documents/5/public HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /mint/1/documents/5/public HTTP/1.0\r\n\r\n",
            [200, 200]
        ),
        ("9112, 9.3.2: garbage after a good request", get + "Host: h\r\n\r\ngarbage\r\n\r\n", [200, 400]),
        ("9110, 10.1.1: Expect", post + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello", [100, 200]),
        (
            "9110, 9.1: a method that the path does not have", "DELETE /mint/1/documents/ HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            [405]
        ),
    ]

    @Test("does what the RFCs demand, and nothing of it is an error of ours", arguments: demands)
    func demand(_ section: String, _ request: String, _ statuses: [Int]) async throws {
        let log = RecordedLog()
        try await withServer(log: log) { port in
            let socket = try RawSocket(port: port)
            try socket.send(request)
            if section.hasSuffix("too early") { socket.finish() }
            let answer = await socket.receiveAll()
            #expect(Self.statuses(answer) == statuses, "\(section): \(String(decoding: answer, as: UTF8.self))")
            let text = String(decoding: answer, as: UTF8.self).lowercased()
            #expect(text.components(separatedBy: "\r\ndate: ").count - 1 == statuses.count { $0 >= 200 }, "\(section): \(text)")
            #expect(text.contains("\r\nconnection: close\r\n"), "\(section): \(text)")
            if statuses == [405] { #expect(text.contains("\r\nallow: ")) }
        }
        #expect(log.lines.allSatisfy { $0.hasPrefix("debug") }, "\(log.lines)")
    }

    @Test("bytes of header fields that are no UTF-8 come back as they were; bodies are left alone", arguments: [1, 3, 10_000])
    func opaqueBytes(pieces: Int) async throws {
        try await withServer { port in
            func request(_ type: [UInt8], _ body: [UInt8], _ last: String) -> [UInt8] {
                Array("POST /mint/1/types/ HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.count)\r\nContent-Type: ".utf8) + type
                    + Array("\r\n\(last)\r\n".utf8) + body
            }
            let types: [[UInt8]] = [[0xe9, 0x2f, 0x78], [0xc3, 0xa9, 0x2f, 0xff, 0xc3], [0xef, 0x9f, 0xa9, 0x2f, 0x78]]
            // What looks like header fields.
            let body: [UInt8] = [0x0d, 0x0a, 0x41, 0x0d, 0x0a, 0xe9, 0x0d, 0x0a, 0x0d, 0x0a, 0xef, 0x9f, 0xa9]
            let all = request(types[0], body, "") + request(types[1], body, "") + request(types[2], body, "Connection: close\r\n")
            let socket = try RawSocket(port: port)
            for start in stride(from: 0, to: all.count, by: pieces) { try socket.send(Array(all[start..<min(start + pieces, all.count)])) }
            let answer = await socket.receiveAll()
            #expect(Self.statuses(answer) == [200, 200, 200])
            for type in types { #expect(answer.firstRange(of: Array("ontent-Type: ".utf8) + type + [0x0d, 0x0a]) != nil, "\(type)") }
            #expect(answer.ranges(of: [0x0d, 0x0a, 0x0d, 0x0a] + body).count == 3)
        }
    }

    @Test("HEAD has the length, and no body")
    func head() async throws {
        try await withServer { port in
            let socket = try RawSocket(port: port)
            try socket.send("HEAD /mint/1/documents/5/public HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            let text = String(decoding: await socket.receiveAll(), as: UTF8.self).lowercased()
            #expect(text.contains("content-length: 10\r\n") && text.hasSuffix("\r\n\r\n"), "\(text)")
        }
    }

    @Test("a head that drips is cut off")
    func drippedHead() async throws {
        try await withServer(patience: ConnectionPatience(head: .milliseconds(200))) { port in
            let socket = try RawSocket(port: port)
            let drip = Task {
                try socket.send(Self.get)
                while !Task.isCancelled {
                    try socket.send("X: y\r\n")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(await socket.receiveAll() == [])
            drip.cancel()
        }
    }

    @Test("a body that drips on after the answer is cut off")
    func drippedBody() async throws {
        try await withServer { port in
            let socket = try RawSocket(port: port)
            try socket.send("POST /mint/1/nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 90000\r\n\r\n")
            let drip = Task {
                while !Task.isCancelled {
                    try socket.send("x")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(Self.statuses(await socket.receiveAll()) == [404])
            drip.cancel()
        }
    }

    @Test("thousands of connections of a client take nobody else's place")
    func flood() async throws {
        try await withServer(limit: 50) { port in
            // The flood comes from 127.0.0.1, the others from 127.0.0.2.
            let other = try RawSocket(port: port, from: 2)
            var flood: [RawSocket] = []
            for _ in 1...300 { flood.append(try RawSocket(port: port)) }
            for socket in flood { try? socket.send(Self.get) }
            let newcomer = try RawSocket(port: port, from: 2)
            for socket in [other, newcomer] {
                try socket.send(Self.get + "Host: h\r\nConnection: close\r\n\r\n")
                #expect(Self.statuses(await socket.receiveAll()) == [200])
            }
        }
    }
}
