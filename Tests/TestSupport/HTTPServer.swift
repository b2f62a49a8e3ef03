import Synchronization

/// A request as an `HTTPServer` has read it.
public struct ReceivedRequest: Sendable {
    /// In capitals.
    public let method: String
    /// The path with the query.
    public let target: String
    /// In the order in which they were sent.
    public let headers: [(name: String, value: String)]
    /// Empty when there was none.
    public let body: [UInt8]

    /// The value of the first field with that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A small HTTP/1.1 server with connections that are kept. The handler writes whole responses itself, or uses `respond`.
public struct HTTPServer: Sendable {
    /// Where it listens.
    public let server: LocalServer
    /// All requests so far.
    public let received: Mailbox<ReceivedRequest>
    private let scheme: String

    /// - Parameters:
    ///   - address: a loopback address.
    ///   - certificate: with one it is https.
    ///   - handler: on a thread of the connection, so it may block.
    public init(
        address: String = "127.0.0.1", certificate: TestCertificate? = nil,
        _ handler: @escaping @Sendable (ReceivedRequest, LocalConnection) throws -> Void
    ) throws {
        let received = Mailbox<ReceivedRequest>()
        self.received = received
        scheme = certificate == nil ? "http" : "https"
        server = try LocalServer(address: address, certificate: certificate) { connection in
            while true {
                let request = try ReceivedRequest(from: connection)
                received.append(request)
                try handler(request, connection)
            }
        }
    }

    /// - Parameter host: another name of the same address.
    public func url(_ path: String = "/", host: String? = nil) -> String {
        "\(scheme)://\(host ?? server.address):\(server.port)\(path)"
    }
}

extension LocalConnection {
    /// Writes a whole response.
    public func respond(_ status: String = "200 OK", headers: [String] = [], _ body: String = "") throws {
        let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
        try write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}

extension ReceivedRequest {
    fileprivate init(from connection: LocalConnection) throws {
        let words = try connection.readLine().split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3 else { throw LocalConnection.Ended() }
        var headers: [(name: String, value: String)] = []
        while case let line = try connection.readLine(), !line.isEmpty {
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            headers.append((String(line[..<colon]), line[colon...].dropFirst().drop { $0 == " " }.description))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        self.init(method: words[0], target: words[1], headers: headers, body: try connection.read(exactly: length))
    }
}

/// What server threads hand to a test, in order.
public final class Mailbox<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    /// An empty one.
    public init() {}

    /// Adds one at the end.
    public func append(_ element: Element) { elements.withLock { $0.append(element) } }

    /// All so far.
    public var all: [Element] { elements.withLock { $0 } }
}
