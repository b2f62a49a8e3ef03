/// Something that is not as it should be.
public struct Finding: Hashable, Comparable, CustomStringConvertible, Sendable {
    /// The file, as its path in the project.
    public let path: String
    /// Counted from 1.
    public let line: Int
    /// What is wrong, in words.
    public let what: String

    /// Says what is wrong where.
    public init(_ path: String, _ line: Int, _ what: String) {
        self.path = path
        self.line = line
        self.what = what
    }

    public var description: String { "\(path):\(line): \(what)" }

    public static func < (a: Finding, b: Finding) -> Bool { (a.path, a.line, a.what) < (b.path, b.line, b.what) }
}
