import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// The web server as a role of a node: listens on all interfaces, plain HTTP (OPS 4.1).
public struct WebServer: NodeRole {
    /// The name in logs.
    public let name = "webserver"
    private let api: WebAPI

    /// - Parameter api: answers the requests.
    public init(_ api: WebAPI) {
        self.api = api
    }

    /// Serves until the process is to stop; then finishes the requests at hand.
    public func run() async throws {
        try await application().run()
    }

    /// The application, for tests, too.
    public func application() -> some ApplicationProtocol {
        let web = api.settings.web
        // Libraries have nothing to say below a warning.
        let logger = Logger(label: "hummingbird")
        return Application(
            responder: api,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(Int64(web.keepAliveSeconds)),
                    httpDecoderConfiguration: .init(maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 64 << 10, maxHeaderFieldCount: 200))),
            configuration: ApplicationConfiguration(
                address: .hostname("0.0.0.0", port: web.port), availableConnectionsDelegate: MaximumAvailableConnections(4096)),
            logger: logger)
    }
}
