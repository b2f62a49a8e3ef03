import ArgumentParser
import Logging

/// A command of a node. It names what it needs, and says what it does with the configuration in hand. Most commands are made from data:
/// ``NodeCommands``.
///
/// ```swift
/// struct RecountBalances: NodeCommand {
///     static let configuration = CommandConfiguration(commandName: "recount_balances", abstract: "Counts them again.", helpNames: .long)
///     var needs: [String] { ["POSTGRES_URL"] }
///
///     func execute(_ settings: DebtorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
///         await process.runToEnd { … }
///     }
/// }
/// ```
public protocol NodeCommand: AsyncParsableCommand {
    /// The variables of the node.
    associatedtype Settings: NodeConfiguration

    /// The names of variables without a default that the command cannot do without (OPS 3.2, column "needs"), and of the requirements
    /// that it demands (``ConfigurationReader/check(_:_:expected:neededBy:)``).
    var needs: [String] { get }

    /// The environment that the variables are read from.
    var environment: ProcessEnvironment { get }

    /// Does the work, usually with ``NodeProcess/run(_:as:hasEnd:)`` or ``NodeProcess/runToEnd(_:)``.
    ///
    /// - Returns: the exit status.
    /// - Throws: what makes the command fail with status 1; it is logged. ``ConfigurationError`` makes it 78.
    func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32
}

extension NodeCommand {
    /// Nothing.
    public var needs: [String] { [] }

    /// That of the process.
    public var environment: ProcessEnvironment { .current() }

    /// Reads the configuration, directs the log, executes.
    public func run() async throws {
        let files = FileDescriptors.raisedLimit()
        guard files >= FileDescriptors.least else {
            throw ProgramEnd(
                status: ExitStatus.wrongConfiguration,
                complaint: "at most \(files) files may be open at once (ulimit -n); this program needs \(FileDescriptors.least)")
        }
        let settings: Settings
        var warnings: [ConfigurationProblem] = []
        do {
            settings = try Settings.load(from: environment, needs: needs) { warnings.append($0) }
        } catch {
            throw ProgramEnd(error)
        }
        let common = settings.common
        NodeLogging.bootstrap(common.log, service: common.profile.service)
        let logger = Logger(label: common.profile.service)
        for warning in warnings { logger.warning("\(warning.description)") }
        let status: Int32
        do {
            status = try await execute(settings, NodeProcess(logger: logger, stopStatuses: common.profile.stopStatuses))
        } catch let error as ConfigurationError {
            throw ProgramEnd(error)
        } catch let error as ProgramEnd {
            throw error
        } catch {
            logger.error("\(Self._commandName) failed", error: error)
            status = ExitStatus.failure
        }
        throw ProgramEnd(status: status)
    }
}
