import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The web server as a role of a node: plain HTTP (OPS 4.1).
public struct WebServer: NodeRole {
    /// The name in logs.
    public let name = "webserver"
    private let api: WebAPI
    private let patience: ConnectionPatience
    private let connectionLimit: Int

    /// - Parameter api: answers the requests.
    public init(_ api: WebAPI) {
        self.init(api, connectionLimit: FileDescriptors.connectionLimit(most: 4096))
    }

    init(_ api: WebAPI, patience: ConnectionPatience? = nil, connectionLimit: Int) {
        self.api = api
        self.patience = patience ?? ConnectionPatience(idle: .seconds(api.settings.web.keepAliveSeconds))
        self.connectionLimit = connectionLimit
    }

    /// Serves until the process is to stop; then finishes the requests at hand.
    public func run() async throws {
        try await application().run()
    }

    /// The application, for tests, too.
    public func application() -> some ApplicationProtocol {
        let web = api.settings.web
        let table = ConnectionTable(limit: connectionLimit, patience: patience)
        let host = ListenAddress.effective(web.host)
        return Application(
            responder: api, server: HTTPServerBuilder { NodeHTTPChannel(responder: $0, table: table) },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: web.port),
                // Room for the one that comes while another one is being closed.
                availableConnectionsDelegate: MaximumAvailableConnections(connectionLimit + max(1, connectionLimit / 16))),
            services: [ConnectionCare(table: table, interval: min(.seconds(1), patience.shortest / 4))],
            // Libraries have nothing to say below a warning.
            logger: Logger(label: "hummingbird"))
    }
}

/// Closes connections that take too long.
private struct ConnectionCare: Service {
    let table: ConnectionTable
    let interval: Duration

    func run() async throws {
        while await Pause.sleep(for: interval) { table.closeOverdue(at: .now) }
    }
}

extension ConnectionPatience {
    fileprivate var shortest: Duration { min(idle, head, answer, farewell) }
}
