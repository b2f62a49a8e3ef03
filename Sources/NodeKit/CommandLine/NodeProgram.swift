import ArgumentParser
import Foundation

/// The program of a node: parses the command line, runs the command, ends the process (OPS 3.1).
///
/// - no argument: the default command of the root;
/// - `--help` on every command: usage on standard output, status 0;
/// - unknown options and malformed values: usage on standard error, status 2;
/// - an unknown first argument: executed as a program with the remaining arguments, e.g. `sh`.
public enum NodeProgram {
    /// Never returns.
    ///
    /// ```swift
    /// await NodeProgram.main(DebtorsCommand.self)
    /// ```
    public static func main(
        _ root: any ParsableCommand.Type, arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) async -> Never {
        if let program = ExternalProgram(arguments, root: root) { program.replaceProcess() }
        let end = await outcome(root, arguments)
        if let complaint = end.complaint { FileHandle.standardError.write(Data((complaint + "\n").utf8)) }
        // Everything is closed by now. The exit handlers of libraries would only take away what threads that still end may use.
        fflush(nil)
        NodeLogging.finish()
        _exit(end.status)
    }

    /// Parses and runs. Help goes to standard output.
    static func outcome(_ root: any ParsableCommand.Type, _ arguments: [String]) async -> ProgramEnd {
        var command: any ParsableCommand
        do {
            command = try root.parseAsRoot(withEmptyValues(arguments))
        } catch {
            return usage(of: root, error)
        }
        do {
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
            return ProgramEnd(status: ExitStatus.success)
        } catch let end as ProgramEnd {
            return end
        } catch let code as ExitCode {
            return ProgramEnd(status: code.rawValue)
        } catch {
            return usage(of: root, error)
        }
    }

    /// `--url=` gives an empty value (OPS 3.10: like an absent one), which the parser only takes as an argument of its own.
    private static func withEmptyValues(_ arguments: [String]) -> [String] {
        arguments.flatMap { argument in
            argument.hasPrefix("--") && argument.hasSuffix("=") ? [String(argument.dropLast()), ""] : [argument]
        }
    }

    private static func usage(of root: any ParsableCommand.Type, _ error: any Error) -> ProgramEnd {
        let message = root.fullMessage(for: error)
        guard root.exitCode(for: error).isSuccess else { return ProgramEnd(status: ExitStatus.usage, complaint: message) }
        StandardOutput().write(message + "\n")
        return ProgramEnd(status: ExitStatus.success)
    }
}
