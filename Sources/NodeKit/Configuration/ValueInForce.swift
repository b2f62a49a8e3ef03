/// The value that a variable has in this process, as the command `settings` shows it.
public struct ValueInForce: Sendable, Equatable {
    /// Where a value comes from.
    enum Origin: Sendable, Equatable {
        case environment
        /// From another variable that stands in for this one.
        case variable(String)
        case builtIn
        /// There is none.
        case unset
    }

    /// The variable.
    public let name: String
    /// The value; secrets are not shown. For a variable that is not set, what holds instead, if anything.
    let text: String
    let origin: Origin
    /// The heading under which it is shown.
    let section: String

    /// `NAME="value"` and where the value comes from.
    var line: String {
        let value = origin == .unset ? name : "\(name)=\(text.debugDescription)"
        return value.padding(to: 60) + "  " + remark
    }

    private var remark: String {
        switch origin {
        case .environment: "from the environment"
        case .variable(let other): "from \(other)"
        case .builtIn: "default"
        case .unset: text.isEmpty ? "not set" : "not set: \(text)"
        }
    }
}

extension ValueInForce {
    /// All of them, under their headings.
    static func listing(_ values: [ValueInForce]) -> String {
        var lines: [String] = []
        for (index, value) in values.enumerated() {
            if index == 0 || values[index - 1].section != value.section { lines.append((index == 0 ? "" : "\n") + "# \(value.section)") }
            lines.append(value.line)
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// With blanks at the end, if it is shorter.
    fileprivate func padding(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
