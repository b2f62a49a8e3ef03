import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// The running process: how it stops (OPS 3.3, 3.5.5), and with which status it ends.
public struct NodeProcess: Sendable {
    /// The log of the command.
    public let logger: Logger
    private let stopStatuses: StopStatuses
    /// How long roles may take to finish what they have begun, before they are cancelled.
    private let grace: Duration
    /// When the process ends in any case; nil only in tests, which must survive.
    private let lastResort: Duration?
    /// The signals that tell the process to stop; tests send their own.
    private let signals: @Sendable () async -> AsyncStream<Int32>

    /// - Parameter stopStatuses: how the roles of this node end after a stop.
    public init(logger: Logger, stopStatuses: StopStatuses) {
        self.init(
            logger: logger, stopStatuses: stopStatuses, grace: .seconds(8), lastResort: .milliseconds(9500), signals: Self.stopSignals)
    }

    init(
        logger: Logger, stopStatuses: StopStatuses, grace: Duration = .seconds(8), lastResort: Duration?,
        signals: @escaping @Sendable () async -> AsyncStream<Int32>
    ) {
        self.logger = logger
        self.stopStatuses = stopStatuses
        self.grace = grace
        self.lastResort = lastResort
        self.signals = signals
    }

    /// SIGTERM, SIGINT, SIGHUP, SIGQUIT, as they arrive from now on.
    private static let stopSignals: @Sendable () async -> AsyncStream<Int32> = {
        let trapped = await UnixSignalsSequence(trapping: [.sigterm, .sigint, .sighup, .sigquit])
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        let task = Task {
            for await signal in trapped { continuation.yield(signal.rawValue) }
            continuation.finish()
        }
        continuation.onTermination = { _ in task.cancel() }
        return stream
    }

    // MARK: Roles

    /// Runs a role until it ends or the process is told to stop.
    ///
    /// After a signal the role has 8 s to finish; then it is cancelled, and after 9.5 s the process ends in any case.
    ///
    /// - Parameter hasEnd: the role was told to end when its work is done (`--quit-early`).
    /// - Returns: the exit status, which ``RoleEnd`` decides. Failures are logged.
    public func run(_ role: any NodeRole, as kind: RoleKind, hasEnd: Bool = false) async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let end = RoleEnd(kind: kind, hasEnd: hasEnd, stopStatuses: stopStatuses)
        let signals = await signals()
        logger.info("Started \(role.name)")
        let outcome = await outcome(of: role, end, stoppedBy: signals)
        let status = end.status(after: outcome)
        switch outcome {
        case .stopped where kind == .job && status != ExitStatus.success: logger.warning("\(role.name) was told to stop")
        case .returned where status != ExitStatus.success && !hasEnd: logger.error("\(role.name) ended unexpectedly")
        default: break
        }
        if outcome != .failed { logger.info("Ended \(role.name)") }
        return status
    }

    private func outcome(of role: any NodeRole, _ end: RoleEnd, stoppedBy signals: AsyncStream<Int32>) async -> RoleOutcome {
        let group = serviceGroup(for: role)
        let received = StopSignal()
        return await withTaskGroup(of: RoleOutcome?.self) { tasks in
            tasks.addTask {
                for await signal in signals where received.set(signal) {
                    LastResort.end(after: lastResort, status: end.status(after: .stopped(signal: signal)))
                    await group.triggerGracefulShutdown()
                }
                return nil
            }
            tasks.addTask {
                let failure = await group.runToFailure()
                if let signal = received.first, failure == nil || failure is CancellationError { return .stopped(signal: signal) }
                guard let failure else { return .returned }
                logger.error("\(role.name) failed", error: failure)
                return .failed
            }
            for await outcome in tasks {
                guard let outcome else { continue }
                tasks.cancelAll()
                return outcome
            }
            preconditionFailure("the role has an outcome")
        }
    }

    private func serviceGroup(for role: any NodeRole) -> ServiceGroup {
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: role, successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
        var libraryLogger = Logger(label: "service-lifecycle")
        libraryLogger.logLevel = .critical
        var configuration = ServiceGroupConfiguration(services: [service], logger: libraryLogger)
        configuration.maximumGracefulShutdownDuration = grace
        return ServiceGroup(configuration: configuration)
    }

    // MARK: Work with an end

    /// Runs something that has an end, such as `configure`, and cancels it when the process is told to stop.
    ///
    /// - Returns: what the body returns; 128 + the signal's number when it was stopped; 1 when it has thrown, which is logged.
    public func runToEnd(_ body: @escaping @Sendable () async throws -> Int32) async -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let signals = await signals()
        return await withTaskGroup(of: Int32.self) { group in
            group.addTask {
                for await signal in signals { return ExitStatus.interrupted(bySignal: signal) }
                // The sequence ends only with its task.
                return ExitStatus.failure
            }
            group.addTask { await exitStatus(of: body) }
            let status = await group.next() ?? ExitStatus.failure
            // A body that is deaf to cancellation must not hold up the end.
            LastResort.end(after: lastResort, status: status)
            group.cancelAll()
            return status
        }
    }

    private func exitStatus(of body: @Sendable () async throws -> Int32) async -> Int32 {
        do {
            return try await body()
        } catch {
            if !Task.isCancelled { logger.error("Failed", error: error) }
            return ExitStatus.failure
        }
    }
}

/// The signal that has told the process to stop.
private final class StopSignal: Sendable {
    private let received = Mutex<Int32?>(nil)

    var first: Int32? { received.withLock { $0 } }

    /// - Returns: whether it is the first one.
    func set(_ signal: Int32) -> Bool {
        received.withLock { first in
            defer { first = first ?? signal }
            return first == nil
        }
    }
}

/// Ends the process when it does not end by itself in time after it was told to stop: whoever waits for it would kill it otherwise.
private enum LastResort {
    static func end(after duration: Duration?, status: Int32) {
        guard let duration else { return }
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: duration.inSeconds)
            _exit(status)
        }
    }
}
