import Foundation
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("Documents as they were", .usesBroker, .timeLimit(.minutes(10)))
struct DocumentBytesTests {
    /// Head and body of the answer to a request on a connection of its own.
    private static func answer(_ request: [UInt8], _ node: LiveNode) async throws -> (head: [UInt8], body: [UInt8]) {
        let socket = try RawSocket(port: node.port)
        try socket.send(request)
        let all = await socket.receiveAll()
        let end = try #require(all.firstRange(of: Array("\r\n\r\n".utf8)))
        return (Array(all[..<end.upperBound]), Array(all[end.upperBound...]))
    }

    @Test("a document has the same bytes when it is read, its content type included, whatever they are (DA-API 6.17)")
    func sameBytes() async throws {
        try await LiveNode.with { node async throws in
            try await node.serving {
                let id = node.newID()
                _ = try await node.json(.post, "\(id.path)/activate", "{}")
                let body = (0...255).map { UInt8($0) }
                for type: [UInt8] in [[0xe9, 0x2f, 0x78], Array("é/x; a=\"b\"".utf8), [0xef, 0x9f, 0xa9, 0x2f, 0x80]] {
                    let rest = "Host: h\r\nConnection: close\r\nContent-Length: 256\r\nContent-Type: "
                    let save = Array("POST \(id.path)/documents/ HTTP/1.1\r\n\(rest)".utf8) + type + Array("\r\n\r\n".utf8) + body
                    let saved = try await Self.answer(save, node)
                    let head = String(decoding: saved.head, as: UTF8.self)
                    #expect(head.hasPrefix("HTTP/1.1 201 "), "\(head)")
                    let location = try #require(head.firstMatch(of: /(?i)location: https?:\/\/[^\/]+(\S+)/)).1
                    let read = try await Self.answer(
                        Array("GET \(location) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".utf8), node)
                    #expect(read.body == body)
                    let line = Array("ontent-Type: ".utf8) + type + Array("\r\n".utf8)
                    #expect(read.head.firstRange(of: line) != nil, "\(String(decoding: read.head, as: UTF8.self))")
                }
            }
        }
    }
}
