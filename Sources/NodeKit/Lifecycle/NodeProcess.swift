import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// The running process: how it stops (OPS 3.3, 3.5.5), and with which status it ends.
public struct NodeProcess: Sendable {
    public let logger: Logger
    /// How long roles may take to finish what they have begun, and how long the rest may take after they were cancelled.
    let grace: Duration
    /// Nil only in tests, which must survive.
    let lastResort: Duration?

    public init(logger: Logger) {
        self.init(logger: logger, grace: .seconds(8), lastResort: .milliseconds(9500))
    }

    init(logger: Logger, grace: Duration, lastResort: Duration?) {
        self.logger = logger
        self.grace = grace
        self.lastResort = lastResort
    }

    private static let stopSignals: [UnixSignal] = [.sigterm, .sigint, .sighup, .sigquit]

    /// Runs a role until it ends or the process is told to stop by SIGTERM, SIGINT, SIGHUP or SIGQUIT.
    ///
    /// After such a signal the role has 8 s to finish; then it is cancelled, and after 9.5 s the process ends in any case.
    ///
    /// - Returns: the exit status: 0 after a stop and when the role has ended by itself, 1 when it has failed, which is logged.
    public func run(_ role: any NodeRole) async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        logger.info("Started \(role.name)")
        let group = serviceGroup(for: role)
        do {
            try await group.run()
            logger.info("Ended \(role.name)")
            return ExitStatus.success
        } catch is CancellationError {
            logger.info("Ended \(role.name)")
            return ExitStatus.success
        } catch {
            logger.error("\(role.name) failed", error: error)
            return ExitStatus.failure
        }
    }

    private func serviceGroup(for role: any NodeRole) -> ServiceGroup {
        let main = ServiceGroupConfiguration.ServiceConfiguration(
            service: role, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
        // Services stop in reverse order: the watch begins before the role is told to stop.
        let watch = ServiceGroupConfiguration.ServiceConfiguration(
            service: LastResort(after: lastResort), successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore)
        var libraryLogger = Logger(label: "service-lifecycle")
        libraryLogger.logLevel = .critical
        var configuration = ServiceGroupConfiguration(
            services: [main, watch], gracefulShutdownSignals: Self.stopSignals, logger: libraryLogger)
        configuration.maximumGracefulShutdownDuration = grace
        return ServiceGroup(configuration: configuration)
    }

    /// Runs something that has an end, such as `configure`, and cancels it when the process is told to stop.
    ///
    /// - Returns: what the body returns; 128 + the signal's number when it was stopped; 1 when it has thrown, which is logged.
    public func runToEnd(_ body: @escaping @Sendable () async throws -> Int32) async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let signals = await UnixSignalsSequence(trapping: Self.stopSignals)
        return await withTaskGroup(of: Int32.self) { group in
            group.addTask {
                for await signal in signals { return ExitStatus.interrupted(bySignal: signal.rawValue) }
                // The sequence ends only with its task.
                return ExitStatus.failure
            }
            group.addTask { await outcome(of: body) }
            let status = await group.next() ?? ExitStatus.failure
            // A body that is deaf to cancellation must not hold up the end.
            LastResort.end(after: lastResort, status: status)
            group.cancelAll()
            return status
        }
    }

    private func outcome(of body: @Sendable () async throws -> Int32) async -> Int32 {
        do {
            return try await body()
        } catch {
            if !Task.isCancelled { logger.error("Failed", error: error) }
            return ExitStatus.failure
        }
    }
}

/// Ends the process when it does not end by itself in time after it was told to stop: whoever waits for it would kill it otherwise.
private struct LastResort: Service {
    let after: Duration?

    init(after duration: Duration?) {
        self.after = duration
    }

    func run() async throws {
        try await gracefulShutdown()
        Self.end(after: after, status: ExitStatus.success)
    }

    static func end(after duration: Duration?, status: Int32) {
        guard let duration else { return }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
            _exit(status)
        }
    }
}
