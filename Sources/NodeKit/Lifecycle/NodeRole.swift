import ServiceLifecycle

/// One loop of a node: the consumer, the flusher, the web server, a sweep… Roles of one process do not know of each other.
///
/// `run()` works until it is told to stop, and then returns within seconds, with its current batch finished: it watches
/// `Task.isShuttingDownGracefully`, uses `gracefulShutdown()` or ``Pause``. It returns early when its work has an end (`--quit-early`), and
/// throws when it cannot go on. In the command `all` a role that ended is started again, so `run()` may be called more than once (never
/// twice at the same time).
public protocol NodeRole: Service {
    /// The name in logs, e.g. `consume_messages`.
    var name: String { get }
}

/// A role made of a closure.
public struct Role: NodeRole {
    /// The name in logs.
    public let name: String
    private let body: @Sendable () async throws -> Void

    /// A role that does what the closure does.
    public init(_ name: String, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.body = body
    }

    /// Runs the closure.
    public func run() async throws {
        try await body()
    }
}

extension Role {
    /// A role that is switched off (0 processes): it does nothing until the process stops (OPS 3.5.1).
    public static func idle(_ name: String) -> Role {
        Role(name) { try await gracefulShutdown() }
    }
}
