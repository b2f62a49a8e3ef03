import ArgumentParser
import Logging

/// A command of a node: one small type per command. It names what it needs, and says what it does with the configuration in hand.
///
/// ```swift
/// struct FlushAll: NodeCommand {
///     static let configuration = CommandConfiguration(commandName: "flush_all", abstract: "Sends all pending messages", helpNames: .long)
///     static let needs = ["POSTGRES_URL", "MIN_DEBTOR_ID", "MAX_DEBTOR_ID"]
///     @OptionGroup var options: FlusherOptions
///
///     func execute(_ settings: DebtorsConfiguration, _ process: NodeProcess) async throws -> Int32 {
///         await process.run(try flusher(settings, options))
///     }
/// }
/// ```
public protocol NodeCommand: AsyncParsableCommand {
    associatedtype Settings: NodeConfiguration

    /// The names of variables without a default that the command cannot do without (OPS 3.2, column "needs").
    static var needs: [String] { get }

    /// Does the work, usually with ``NodeProcess/run(_:)`` or ``NodeProcess/runToEnd(_:)``.
    ///
    /// - Returns: the exit status.
    /// - Throws: what makes the command fail with status 1; it is logged. ``ConfigurationError`` makes it 78.
    func execute(_ settings: Settings, _ process: NodeProcess) async throws -> Int32
}

extension NodeCommand {
    public static var needs: [String] { [] }

    /// Reads the configuration, directs the log, executes.
    public func run() async throws {
        let settings: Settings
        do {
            settings = try Settings.load(from: .current(), needs: Self.needs)
        } catch {
            throw ProgramEnd(error)
        }
        let common = settings.common
        NodeLogging.bootstrap(common.log, service: common.profile.service)
        let logger = Logger(label: common.profile.service)
        let status: Int32
        do {
            status = try await execute(settings, NodeProcess(logger: logger))
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
