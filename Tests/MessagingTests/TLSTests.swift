import Foundation
import Messaging
import TestSupport
import Testing

@Suite(.usesBroker, .timeLimit(.minutes(3))) struct TLSTests {
    let broker: TestBroker

    init() throws { broker = try TestBroker() }

    private func withTLS(host: UInt32 = 1, _ body: (BrokerURL) async throws -> Void) async throws {
        let proxy = try TLSProxy(to: broker.url.port, host: host)
        defer { proxy.close() }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(broker.uniqueName("certificate") + ".pem").path
        try TestCertificate.localhost.certificate.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await body(
            broker.url { url in
                url.usesTLS = true
                url.host = "localhost"
                url.port = proxy.port
                url.options.tls.trustedCertificatesFile = file
            })
    }

    @Test func `Messages go through TLS, in both directions`() async throws {
        try await withTLS { url in
            let queue = try await broker.queue()
            let publisher = broker.publisher { $0.url = url }
            let messages = (0..<500).map { broker.message(Array(repeating: UInt8(truncatingIfNeeded: $0), count: 1000), to: queue) }
            let outcomes = try await publisher.publish(messages)
            #expect(outcomes.allSatisfy { $0.isConfirmed })
            await publisher.close()
            let consumer = try await broker.consumer(of: queue) { $0.url = url }
            let deliveries = try await consumer.take(500)
            #expect(deliveries.map(\.body) == messages.map(\.body))
            consumer.acknowledge(deliveries)
            await consumer.close()
            #expect(try await broker.readyCount(queue) == 0)
        }
    }

    @Test func `A certificate that nobody has vouched for is refused, unless that is switched off`() async throws {
        try await withTLS { url in
            var url = url
            url.options.tls.trustedCertificatesFile = nil
            let error = await #expect(throws: MessagingError.self) {
                try await BrokerCommands(url: url, logger: broker.logger).status(ofQueue: "none")
            }
            if case .unreachable? = error {} else { Issue.record("\(String(describing: error))") }
            url.options.tls.verifiesPeer = false
            let status = try await BrokerCommands(url: url, logger: broker.logger).status(ofQueue: broker.uniqueName())
            #expect(status == nil)
        }
    }

    @Test func `An address in the URL works when the certificate has it`() async throws {
        try await withTLS { url in
            var url = url
            url.host = "127.0.0.1"
            let status = try await BrokerCommands(url: url, logger: broker.logger).status(ofQueue: broker.uniqueName())
            #expect(status == nil)
        }
    }

    /// The certificate is for `localhost` and 127.0.0.1; `127.1` is a name that leads to the latter.
    @Test(arguments: [("127.0.0.2", 2), ("127.1", 1)])
    func `A certificate for another host is refused`(name: String, host: UInt32) async throws {
        try await withTLS(host: host) { url in
            var url = url
            url.host = name
            let error = await #expect(throws: MessagingError.self) {
                try await BrokerCommands(url: url, logger: broker.logger).status(ofQueue: "none")
            }
            guard case .unreachable(_, let reason)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.contains("hostname") || reason.contains("certificate") || reason.contains("SSL"), "\(reason)")
        }
    }
}
