import Foundation

/// A connection that is kept alive, and on which one request follows the other.
public final class HTTPConnection {
    /// What came back.
    public struct Response: Sendable {
        /// The status code of HTTP.
        public let status: Int
        /// The value of `Location`, if there is one.
        public let location: String?
        /// The body, whole.
        public let body: [UInt8]
    }

    /// Why there is no answer.
    public enum Failure: Error {
        case cannotConnect(Int32)
        case closed
        case notHTTP
    }

    private let socket: Int32
    private let host: String
    private var buffer: [UInt8] = []

    /// Connects.
    public init(host: String, port: UInt16) throws {
        self.host = "\(host):\(port)"
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw Failure.cannotConnect(errno) }
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// Sends a request and waits for its answer. The answer must say its length.
    public func send(_ request: HTTPLoad.Request) throws -> Response {
        var text = "\(request.method) \(request.path) HTTP/1.1\r\nHost: \(host)\r\n"
        if let token = request.token { text += "Authorization: Bearer \(token)\r\n" }
        text += "Content-Type: \(request.contentType)\r\nContent-Length: \(request.body.utf8.count)\r\n\r\n\(request.body)"
        try write(Array(text.utf8))
        return try read()
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure.closed }
            sent += count
        }
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else { throw Failure.closed }
        buffer += chunk.prefix(count)
    }

    private func read() throws -> Response {
        let end = Array("\r\n\r\n".utf8)
        while buffer.firstRange(of: end) == nil { try fill() }
        let head = buffer.firstRange(of: end)!
        let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { throw Failure.notHTTP }
        func header(_ name: String) -> String? {
            guard let line = lines.first(where: { $0.lowercased().hasPrefix(name + ":") }) else { return nil }
            return String(line.dropFirst(name.utf8.count + 1).drop { $0 == " " })
        }
        let length = header("content-length").flatMap { Int($0) } ?? 0
        while buffer.count < head.upperBound + length { try fill() }
        let body = Array(buffer[head.upperBound..<head.upperBound + length])
        buffer.removeFirst(head.upperBound + length)
        return Response(status: status, location: header("location"), body: body)
    }
}
