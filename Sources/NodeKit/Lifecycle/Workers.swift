import Logging
import ServiceLifecycle

/// Several equal workers in one role (SMP 17.1, 17.2): what `*_PROCESSES` and `*_THREADS` count.
public enum Workers {
    /// Runs `count` workers at the same time until all have ended. With a count below 1, idles until the process is to stop.
    ///
    /// When one worker fails, the others are told to stop, and finish what they have begun; then the error of the first is thrown.
    public static func run(_ count: Int, _ body: @escaping @Sendable (_ number: Int) async throws -> Void) async throws {
        guard count > 0 else { return try await gracefulShutdown() }
        let workers = (0..<count).map { number in StoppableService { try await Pulse.ofWorker { try await body(number) } } }
        let failure: (any Error)? = await withTaskGroup(of: (any Error)?.self) { group in
            for worker in workers {
                group.addTask { await worker.run() }
            }
            var first: (any Error)?
            for await error in group {
                // What follows the first error is usually a consequence of the stop.
                guard let error, first == nil else { continue }
                first = error
                for worker in workers { await worker.stop() }
            }
            return first
        }
        if let failure { throw failure }
    }
}

/// Something that can be told to stop gracefully on its own; it also follows the stop of the process.
private struct StoppableService: Sendable {
    private let group: ServiceGroup

    init(_ body: @escaping @Sendable () async throws -> Void) {
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: ClosureService(body), successTerminationBehavior: .gracefullyShutdownGroup, failureTerminationBehavior: .cancelGroup)
        group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: Logger(label: "service-lifecycle")))
    }

    /// Returns the error with which it failed, if any.
    func run() async -> (any Error)? { await group.runToFailure() }

    func stop() async {
        await group.triggerGracefulShutdown()
    }
}
