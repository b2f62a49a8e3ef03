import ArgumentParser

/// The Web API alone, with token checks (OPS 3.2).
public enum WebserverGroup<Assembly: WebAssembly>: RoleGroup {
    /// `webserver`
    public static var command: String { WebserverRole<Assembly>.command }

    /// One sentence for `--help`.
    public static var abstract: String { WebserverRole<Assembly>.abstract }

    /// Only one, which is started again when it ends.
    public static var roles: [any RoleDescription<Assembly>.Type] { [AlwaysServing.self] }

    /// The node's needs, and the authorization server.
    public static var needs: [String] { Assembly.needs + [Variables.authorization] }

    /// The command serves also when `WEBSERVER_PROCESSES` is 0, which only concerns groups.
    private enum AlwaysServing: RoleDescription {
        static var command: String { WebserverRole<Assembly>.command }
        static var abstract: String { WebserverRole<Assembly>.abstract }
        static func connections(_ settings: Assembly.Settings) -> Int { WebserverRole<Assembly>.connections(settings) }
        static func role(_ node: Assembly) throws -> (any NodeRole)? { WebServer(node.webAPI(try node.core.edge())) }
    }
}

/// Names of variables that commands need.
public enum Variables {
    /// The token introspection end-point.
    public static let authorization = "OAUTH2_INTROSPECT_URL"
}

/// The Web API without token checks, on port 5000 unless the configuration says otherwise (OPS 3.2, CA-API 3.9).
public struct DevelopRunFlask<Assembly: WebAssembly>: NodeCommand {
    /// `develop-run-flask`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "develop-run-flask",
            abstract: "Serves the Web API WITHOUT token checks, believing X-Swpt-User-Id. For development only.", helpNames: .long)
    }

    /// What the node needs.
    public var needs: [String] { Assembly.needs }

    /// That of the process, with another default of the port.
    public var environment: ProcessEnvironment {
        var environment = ProcessEnvironment.current()
        environment["WEBSERVER_PORT"] = environment["WEBSERVER_PORT"] ?? "5000"
        return environment
    }

    /// For the parser.
    public init() {}

    /// Serves until it is stopped.
    public func execute(_ settings: Assembly.Settings, _ process: NodeProcess) async throws -> Int32 {
        let node = try Assembly(settings, connections: WebserverRole<Assembly>.connections(settings) + 2, logger: process.logger)
        process.logger.warning("Everybody who reaches the port can do everything: there are no token checks")
        let role = node.core.together("develop-run-flask", [WebServer(node.webAPI(.trustedHeaders))])
        return await process.run(role, as: .service)
    }
}
