import Logging
import SMPProtocol

/// A node, or the part of one that runs in a process, put together from its configuration: what its roles are made from. Every node has
/// one or two (Circular Trade: one for the solver's side, one for the worker's).
public protocol NodeAssembly: Sendable {
    /// The variables.
    associatedtype Settings: ServiceConfiguration

    /// The variables without a default, and the requirements, that every role of it needs (OPS 3.2).
    static var needs: [String] { get }

    /// Opens databases; connects to nothing yet.
    ///
    /// - Parameter connections: how many connections to the main database the roles of the process may need at once.
    /// - Throws: ``ConfigurationError`` when there is no database URL.
    init(_ settings: Settings, connections: Int, logger: Logger) throws(ConfigurationError)

    /// The variables it was made from.
    var settings: Settings { get }

    /// What all nodes have.
    var core: NodeCore { get }
}

/// An assembly with a Web API.
public protocol WebAssembly: NodeAssembly {
    /// The API, behind this edge.
    func webAPI(_ edge: Edge) -> WebAPI
}

/// An assembly with an outbox.
public protocol OutboxAssembly: NodeAssembly {
    /// Whose messages wait there.
    static var node: Node { get }

    /// Where they go.
    var exits: OutboxExits { get }
}

/// A role of a node as data: what operators call it, what it needs, and how it is made from the variables. Its command and the groups of
/// roles (`all`) are driven by this.
public protocol RoleDescription<Assembly>: Sendable {
    /// What it is made from.
    associatedtype Assembly: NodeAssembly

    /// Its command, which is also its name in logs.
    static var command: String { get }

    /// One sentence for `--help`.
    static var abstract: String { get }

    /// How many connections to the main database it may need at once, when only the variables count.
    static func connections(_ settings: Assembly.Settings) -> Int

    /// The role as the variables want it; nil: they leave it out.
    static func role(_ node: Assembly) throws -> (any NodeRole)?
}

/// The Web API, with token checks (OPS 3.2).
public enum WebserverRole<Assembly: WebAssembly>: RoleDescription {
    /// `webserver`
    public static var command: String { "webserver" }

    /// One sentence for `--help`.
    public static var abstract: String { "Serves the Web API." }

    /// One for each request that works on the database.
    public static func connections(_ settings: Assembly.Settings) -> Int { settings.common.web.parallelism }

    /// Left out when `WEBSERVER_PROCESSES` is 0.
    public static func role(_ node: Assembly) throws -> (any NodeRole)? {
        node.settings.common.web.processes > 0 ? WebServer(node.webAPI(try node.core.edge())) : nil
    }
}

/// Sends everything that waits in the outbox (OPS 3.6).
public enum FlushAllRole<Assembly: OutboxAssembly>: RoleDescription {
    /// `flush_all`
    public static var command: String { "flush_all" }

    /// One sentence for `--help`.
    public static var abstract: String { "Sends all pending messages." }

    /// One for each flusher.
    public static func connections(_ settings: Assembly.Settings) -> Int {
        settings.common.flush.processes * OutboxExits.sides(Assembly.node.flushOrder, of: Assembly.node)
    }

    /// Idle when `FLUSH_PROCESSES` is 0.
    public static func role(_ node: Assembly) throws -> (any NodeRole)? {
        try node.core.flusher(FlushOrder(command, Assembly.node.flushOrder, node.settings.common.flush), node.exits)
    }
}
