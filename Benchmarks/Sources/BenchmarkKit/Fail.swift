import Foundation

/// Ends a benchmark that cannot go on: its figures would mean nothing. One line for the person who started it, status 1.
public func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("error: \(reason)\n".utf8))
    exit(1)
}
