import ArgumentParser

/// The public image runs its unit tests; this one has none inside (OPS 3.2).
public struct TestCommand: ParsableCommand {
    /// `test`
    public static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Not available: tests are run from the source tree.", helpNames: .long)

    /// For the parser.
    public init() {}

    /// Fails.
    public func run() throws {
        throw ProgramEnd(
            status: ExitStatus.failure, complaint: "This program contains no tests. Run scripts/test in the source tree.")
    }
}
