import ArgumentParser

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case json
    case table
}

extension ExitCode {
    /// The input is wrong (EX_DATAERR of sysexits.h).
    static let wrongData = ExitCode(65)
    /// The results could not be written (EX_IOERR).
    static let outputFailed = ExitCode(74)
}

/// Runs a command that reads a file: a wrong one ends it with status 65, and nothing else is printed.
func refusingWrongFiles<Value>(_ body: () throws(FileProblem) -> Value) throws -> Value {
    do {
        return try body()
    } catch {
        let errors = TextOutput(descriptor: 2)
        errors.put("\(error)\n")
        errors.flush()
        throw ExitCode.wrongData
    }
}

/// Gives `body` standard output. A reader that has enough and goes away is no reason to complain.
func writingResults(_ body: (TextOutput) -> Void) throws {
    let output = TextOutput(descriptor: 1)
    body(output)
    output.flush()
    guard let reason = output.failureReason else { return }
    let errors = TextOutput(descriptor: 2)
    errors.put("the results cannot be written: \(reason)\n")
    errors.flush()
    throw ExitCode.outputFailed
}
