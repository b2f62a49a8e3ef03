import Foundation

/// Stops and starts the solver of the stack, so that no turn begins while a market is made.
struct SolverControl: Sendable {
    private let program: String

    init(environment: [String: String]) throws {
        guard let folder = environment["STACK_DIR"] else { throw TurnFailure("STACK_DIR is not set: start this with scripts/bench") }
        program = "\(folder)/control-trade-solver"
    }

    /// - Parameter action: `start` or `stop`; returns when it is done.
    func run(_ action: String) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [action]
        process.standardOutput = FileHandle.standardError
        let status = try await withCheckedThrowingContinuation { (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        guard status == 0 else { throw TurnFailure("\(program) \(action) ended with \(status)") }
    }
}
