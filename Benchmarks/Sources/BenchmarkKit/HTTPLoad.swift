import Foundation
import Synchronization

/// Requests over several connections at once, each of which waits for an answer before it asks again.
public struct HTTPLoad: Sendable {
    /// What is asked.
    public struct Request: Sendable {
        /// `GET`…
        public var method: String
        /// From the first slash on.
        public var path: String
        /// The access token; nil: none.
        public var token: String?
        /// Empty: none.
        public var body: String
        /// The media type of the body.
        public var contentType: String

        /// A request.
        public init(_ method: String, _ path: String, token: String?, body: String = "", contentType: String = "application/json") {
            self.method = method
            self.path = path
            self.token = token
            self.body = body
            self.contentType = contentType
        }
    }

    /// The server's address.
    public let host: String
    /// The server's port.
    public let port: UInt16
    /// How many requests are under way at once.
    public let connections: Int

    /// - Parameter url: `http://host:port`; the host must be an IPv4 address or `localhost`.
    public init?(url: String, connections: Int) {
        guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port.flatMap(UInt16.init) else { return nil }
        self.host = host == "localhost" ? "127.0.0.1" : host
        self.port = port
        self.connections = connections
    }

    /// Any other status than the expected one ends the program.
    ///
    /// - Parameters:
    ///   - count: of all connections together.
    ///   - request: the request with a number; called from several threads.
    ///   - answered: gets each answer with the number of its request; called from several threads.
    /// - Returns: how long each request took, in no order.
    @discardableResult
    public func run(
        _ count: Int, status: Int, _ request: @escaping @Sendable (Int) -> Request,
        answered: @escaping @Sendable (Int, HTTPConnection.Response) -> Void = { _, _ in }
    ) -> [Duration] {
        let next = Atomic<Int>(0)
        let all = Mutex<[Duration]>([])
        let done = DispatchGroup()
        for _ in 0..<connections {
            done.enter()
            Thread.detachNewThread {
                defer { done.leave() }
                do {
                    let connection = try HTTPConnection(host: host, port: port)
                    var latencies: [Duration] = []
                    while true {
                        let number = next.add(1, ordering: .relaxed).oldValue
                        guard number < count else { break }
                        let wanted = request(number)
                        let start = ContinuousClock.now
                        let response = try connection.send(wanted)
                        latencies.append(ContinuousClock.now - start)
                        guard response.status == status else {
                            fail(
                                "\(wanted.method) \(wanted.path): \(response.status) \(String(decoding: response.body, as: UTF8.self))")
                        }
                        answered(number, response)
                    }
                    all.withLock { $0 += latencies }
                } catch {
                    fail("a request failed: \(error)")
                }
            }
        }
        done.wait()
        return all.withLock { $0 }
    }
}
