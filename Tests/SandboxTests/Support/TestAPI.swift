import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NodeKit
import SMPProtocol

@testable import Sandbox

/// The API of a sandbox that is connected to nothing.
struct TestAPI: Sendable {
    let node: SandboxNode
    let client: any TestClientProtocol

    static func with(_ settings: [String: String] = [:], _ body: @escaping @Sendable (TestAPI) async throws -> Void) async throws {
        let settings = try SandboxConfiguration.load(from: ProcessEnvironment(settings.merging(["MAX_CONTENT_LENGTH": "10000000"]) { $1 }))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let node = try SandboxNode(settings, logger: logger)
        try await node.remember()
        try await WebServer(node.web).application().test(.router) { client in
            try await body(TestAPI(node: node, client: client))
        }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, type: String = "application/json"
    ) async throws -> Answer {
        var headers: HTTPFields = [:]
        if body != nil { headers[.contentType] = type }
        let response = try await client.execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        return Answer(status: response.status.code, headers: response.headers, body: Array(buffer: response.body))
    }
}

extension Authority {
    /// Whoever has sent it.
    func handle(_ inputs: [Input]) async -> Ticket { await handle(inputs, from: peers[0]) }
}

extension FaultDial {
    mutating func fate(of kind: MessageKind, _ direction: Direction) -> [Double] { fate(of: kind, direction, peer: "debtors") }
}
