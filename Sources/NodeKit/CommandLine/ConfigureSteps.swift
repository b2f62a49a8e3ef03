import Persistence

/// What `configure` does (OPS 3.4, DA 4.2): steps that are tried again and again for a while, because at the start of an installation
/// servers come up in any order.
public struct ConfigureSteps: Sendable {
    /// One attempt.
    public typealias Step = @Sendable () async throws -> Void

    /// After each failed attempt; five attempts, 31 s in total.
    static let pausesSeconds = [1, 2, 4, 8, 16]

    private let write: @Sendable (String) -> Void
    private let sleep: @Sendable (Int) async throws -> Void

    /// Steps that are told on standard output.
    public init() {
        self.init(write: { StandardOutput().write($0) }, sleep: { try await Task.sleep(for: .seconds($0)) })
    }

    init(write: @escaping @Sendable (String) -> Void, sleep: @escaping @Sendable (Int) async throws -> Void) {
        self.write = write
        self.sleep = sleep
    }

    /// - Parameters:
    ///   - migrate: brings the database to the newest schema; concurrent calls wait for each other.
    ///   - subscribe: declares the broker objects; nil when it is not asked for.
    /// - Returns: the exit status.
    /// - Throws: `CancellationError` when the process is to stop.
    public func run(migrate: Step, subscribe: Step?) async throws -> Int32 {
        guard try await attempt("Running database schema upgrade", migrate) else { return ExitStatus.failure }
        if let subscribe {
            guard try await attempt("Setting up message broker objects", subscribe) else { return ExitStatus.failure }
        }
        return ExitStatus.success
    }

    /// Each failure is told at once: whoever waits knows why.
    private func attempt(_ title: String, _ step: Step) async throws -> Bool {
        for pause in Self.pausesSeconds {
            try Task.checkCancellation()
            write("\(title) ...")
            do {
                try await step()
                write(" done.\n")
                return true
            } catch let error as CancellationError {
                throw error
            } catch {
                write("\n\(error)\n")
                // A schema of another program or of a newer release does not change by waiting.
                if error is MigrationError { return false }
            }
            try await sleep(pause)
        }
        return false
    }
}
