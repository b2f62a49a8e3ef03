import ArgumentParser
import NodeKit

/// The Web API alone, with token checks (CA 3.2).
struct Webserver: NodeCommand {
    static let configuration = CommandConfiguration(commandName: "webserver", abstract: "Serves the Web API.", helpNames: .long)
    static let needs = [Needs.database, Needs.authorization]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        let node = try CreditorsNode(settings, connections: settings.common.web.parallelism + 2, logger: process.logger)
        return await process.run(node.core.together("webserver", [node.webServer(try node.core.edge())]))
    }
}

/// The Web API without token checks, on port 5000 unless the configuration says otherwise (CA-API 3.9).
struct DevelopRunFlask: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "develop-run-flask",
        abstract: "Serves the Web API WITHOUT token checks, believing X-Swpt-User-Id. For development only.", helpNames: .long)
    static let needs = [Needs.database]

    func execute(_ settings: CreditorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
        var environment = ProcessEnvironment.current()
        environment["WEBSERVER_PORT"] = environment["WEBSERVER_PORT"] ?? "5000"
        let settings = try CreditorsConfiguration.load(from: environment)
        let node = try CreditorsNode(settings, connections: settings.common.web.parallelism + 2, logger: process.logger)
        process.logger.warning("Everybody who reaches the port can do everything: there are no token checks")
        return await process.run(node.core.together("develop-run-flask", [node.webServer(.trustedHeaders)]))
    }
}
