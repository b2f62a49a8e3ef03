import ArgumentParser
import Foundation

/// A first argument that is no command of ours is a program to execute, so that `sh` and `psql` work through the entry point (OPS 3.1).
struct ExternalProgram {
    let arguments: [String]

    /// Nil when the first argument is absent, an option, or a command of the root.
    init?(_ arguments: [String], root: any ParsableCommand.Type) {
        guard let first = arguments.first, !first.isEmpty, !first.hasPrefix("-"), first != "help" else { return nil }
        guard !root.configuration.subcommands.contains(where: { $0._commandName == first }) else { return nil }
        self.arguments = arguments
    }

    /// Statuses as a shell reports them: 127 when there is no such program, 126 when it cannot be executed.
    func replaceProcess() -> Never {
        var vector = arguments.map { strdup($0) }
        vector.append(nil)
        execvp(arguments[0], vector)
        let reason = errno
        let complaint = "\(arguments[0]): neither a command nor a program (\(String(cString: strerror(reason))))\n"
        FileHandle.standardError.write(Data(complaint.utf8))
        exit(reason == ENOENT ? 127 : 126)
    }
}
