import Logging
import Persistence

/// What `await_migrations` does (OPS 3.2): waits, without limit, until the database has the schema that this program knows.
public struct AwaitMigrations: Sendable {
    private let logger: Logger
    private let write: @Sendable (String) -> Void
    private let sleep: @Sendable () async throws -> Void

    /// Waits on standard output and in the log.
    public init(logger: Logger) {
        self.init(logger: logger, write: { StandardOutput().write($0) }, sleep: { try await Task.sleep(for: .seconds(10)) })
    }

    init(logger: Logger, write: @escaping @Sendable (String) -> Void, sleep: @escaping @Sendable () async throws -> Void) {
        self.logger = logger
        self.write = write
        self.sleep = sleep
    }

    /// - Parameter isCurrent: whether the schema is exactly the newest one; a database that cannot be reached throws, which counts as
    ///   "not yet".
    /// - Returns: 0.
    /// - Throws: `CancellationError` when the process is to stop: then the status is not 0, which would mean that the schema is there.
    public func run(isCurrent: @Sendable () async throws -> Bool) async throws -> Int32 {
        write("Waiting for the database schema to be up to date ...\n")
        while true {
            try Task.checkCancellation()
            do {
                if try await isCurrent() { return ExitStatus.success }
                logger.info("The database schema is not up to date yet")
            } catch let error as CancellationError {
                throw error
            } catch let error as MigrationError {
                logger.error("The database schema is not one that this program can work with", metadata: ["reason": "\(error)"])
            } catch {
                logger.info("The database cannot be asked for its schema yet", metadata: ["reason": "\(error)"])
            }
            try await sleep()
        }
    }
}
