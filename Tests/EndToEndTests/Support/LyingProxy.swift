import Dispatch
import Foundation
import Synchronization
import TestSupport
import WebFetch

/// Stands before a node and changes what it says. One request for each connection.
final class LyingProxy: Sendable {
    private let server: LocalServer

    var address: String { "http://127.0.0.1:\(server.port)" }

    /// - Parameter change: from the path and the body of an answer to the body that is passed on.
    init(to node: String, change: @escaping @Sendable (_ path: String, _ body: String) -> String) throws {
        let web = WebClient(configuration: WebClientConfiguration(addresses: .any))
        server = try LocalServer { connection in
            let (path, request) = try Self.request(from: connection, to: node)
            let answer = try Self.answer(to: request, web)
            let body = Array(change(path, String(decoding: answer.body, as: UTF8.self)).utf8)
            let type = answer.headers.all("Content-Type").first ?? "text/plain"
            try connection.write(
                "HTTP/1.1 \(answer.status) X\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\nConnection: close\r\n\r\n")
            try connection.write(body)
        }
    }

    deinit { server.close() }

    private static func request(from connection: LocalConnection, to node: String) throws -> (path: String, WebRequest) {
        let words = try connection.readLine().split(separator: " ").map(String.init)
        guard words.count == 3, let method = WebRequest.Method(rawValue: words[0]) else { throw LocalConnection.Ended() }
        var headers = WebHeaders()
        var length = 0
        while case let line = try connection.readLine(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            switch (parts.first?.lowercased(), parts.last) {
            case ("content-length"?, let value?): length = Int(value) ?? 0
            case ("content-type"?, let value?): headers.append(name: "Content-Type", value: value)
            default: break
            }
        }
        return (words[1], WebRequest(method: method, url: node + words[1], headers: headers, body: try connection.read(exactly: length)))
    }

    /// The thread of the connection waits.
    private static func answer(to request: WebRequest, _ web: WebClient) throws -> WebResponse {
        let answer = Mutex<WebResponse?>(nil)
        let isDone = DispatchSemaphore(value: 0)
        let task = Task {
            defer { isDone.signal() }
            let response = try await web.send(request)
            answer.withLock { $0 = response }
        }
        isDone.wait()
        guard let response = answer.withLock({ $0 }) else {
            task.cancel()
            throw LocalConnection.Ended()
        }
        return response
    }
}
