import ArgumentParser

// Commands that say something about the node and change nothing.

/// `health`: asks the process of the node that runs on this machine, or in this container, whether its roles run and whatever it
/// relies on answers.
public struct HealthCommand<Settings: NodeConfiguration>: ParsableCommand {
    /// `health`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "health",
            abstract: "Asks the running process whether its loops run and its servers answer; status 0 only then.", helpNames: .long)
    }

    /// For the parser.
    public init() {}

    /// Writes the answer.
    public func run() throws {
        let name = Settings.profile.executable
        let answer = HealthProbe.ask(name)
        StandardOutput().write(answer ?? "no process of \(name) answers\n")
        throw ProgramEnd(status: answer == HealthService.healthy ? ExitStatus.success : ExitStatus.failure)
    }
}

/// `settings`: the values that a process would have that is started in the same way, and where they come from.
public struct SettingsCommand<Settings: NodeConfiguration>: ParsableCommand {
    /// `settings`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "settings", abstract: "Prints the values in force and where they come from; secrets are not shown.",
            helpNames: .long)
    }

    /// For the parser.
    public init() {}

    /// Writes them, and then what is wrong with them.
    public func run() throws {
        let (values, problems) = Settings.inForce(in: .current())
        StandardOutput().write(ValueInForce.listing(values))
        guard problems.isEmpty else { throw ProgramEnd(ConfigurationError(problems)) }
    }
}

/// `reference`: every command and every variable of the node, as Markdown. `docs/reference` holds what it writes; a test compares.
public struct ReferenceCommand<Settings: NodeConfiguration, Root: ParsableCommand>: ParsableCommand {
    /// `reference`
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reference", abstract: "Prints every command and every variable, as Markdown.", helpNames: .long)
    }

    /// For the parser.
    public init() {}

    /// Writes it.
    public func run() throws {
        StandardOutput().write(Self.markdown)
    }

    /// The page.
    public static var markdown: String {
        let commands = Root.configuration.subcommands.map { "| `\($0._commandName)` | \($0.configuration.abstract) |" }
        return """
            # \(Root._commandName): commands and variables

            Written by `\(Root._commandName) reference`.

            ## Commands

            | Command | What it does |
            |---|---|
            \(commands.joined(separator: "\n"))

            \(Settings.documentation())
            """
    }
}
