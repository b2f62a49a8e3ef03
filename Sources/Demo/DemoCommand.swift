import ArgumentParser
import Foundation
import SMPProtocol

/// The program `swpt-demo`.
public enum DemoProgram {
    /// Runs the program with the options of the process, and ends the process.
    public static func main() async { await DemoCommand.main() }
}

/// Tells the story against a running stack.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swpt-demo", abstract: "People of a village issue currencies, hold them, pay each other, and trade in a circle.",
        discussion: """
            Needs a running stack, and the variables that `scripts/stack env` prints. `scripts/demo` does everything. The exit code is 0 \
            only when every balance is exactly what it must be.
            """)

    @Flag(help: "Plain lines, no colours, also on a terminal.")
    var plain = false

    @Flag(help: "The stack stays: say where to look next.")
    var keep = false

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let screen = plain ? Screen(.plain) : Screen.standard(environment: environment)
        do {
            let nodes = try Nodes(environment: environment)
            let cut = environment["TRANSFERS_AMOUNT_CUT"].flatMap { SettingText.float($0) } ?? Story.usualAmountCut
            let differences = try await StackDatabases.with(environment: environment) { databases in
                try await Story(nodes: nodes, databases: databases, amountCut: cut, narrator: Narrator(screen)).tell(isStackKept: keep)
            }
            if !differences.isEmpty { throw ExitCode.failure }
        } catch let error as ExitCode {
            throw error
        } catch {
            FileHandle.standardError.write(Data("swpt-demo: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}
