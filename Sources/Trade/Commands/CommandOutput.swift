import ArgumentParser

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case json
    case table
}

extension ExitCode {
    /// The input is wrong (EX_DATAERR of sysexits.h).
    static let wrongData = ExitCode(65)
    /// The input cannot be read (EX_NOINPUT).
    static let noInput = ExitCode(66)
    /// The results could not be written (EX_IOERR).
    static let outputFailed = ExitCode(74)
    /// Nobody reads the output any more: what shells report of a program that the signal SIGPIPE has ended.
    static let outputUnwanted = ExitCode(141)
}

/// Runs a command that reads a file: a wrong one ends it with status 65, an unreadable one with 66, and nothing else is printed.
func refusingWrongFiles<Value>(_ body: () throws(FileProblem) -> Value) throws -> Value {
    do {
        return try body()
    } catch {
        let errors = TextOutput(descriptor: 2)
        errors.put("\(error)\n")
        errors.flush()
        throw error.isUnreadable ? ExitCode.noInput : ExitCode.wrongData
    }
}

/// Gives `body` standard output. A reader that has enough and goes away is no reason to complain, whether SIGPIPE is ignored or not.
func writingResults(_ body: (TextOutput) -> Void) throws {
    let output = TextOutput(descriptor: 1)
    body(output)
    output.flush()
    guard let failure = output.failure else { return }
    if failure.isUnwanted { throw ExitCode.outputUnwanted }
    let errors = TextOutput(descriptor: 2)
    errors.put("the results cannot be written: \(failure)\n")
    errors.flush()
    throw ExitCode.outputFailed
}
