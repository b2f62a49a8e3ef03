/// What the documentation says about one environment variable.
public struct VariableDescription: Sendable, Equatable {
    /// The variable.
    public let name: String
    /// The type as OPS 1.1 calls it, e.g. `int`.
    public let type: String
    /// The default as text; empty when there is none.
    public let defaultText: String
    /// Which values are permitted; empty when the type says it all.
    public let range: String
    /// What the variable does.
    public let meaning: String
    /// The heading under which the table shows it.
    public let section: String
}

extension VariableDescription {
    /// A table for each section, in the order of declaration.
    public static func markdown(_ variables: [VariableDescription]) -> String {
        var lines: [String] = []
        var section: String?
        for variable in variables {
            if variable.section != section {
                section = variable.section
                lines += (lines.isEmpty ? [] : [""]) + ["## \(variable.section)", ""]
                lines += ["| Name | Type | Default | Range | Meaning |", "|---|---|---|---|---|"]
            }
            let shownDefault = variable.defaultText.isEmpty ? "" : "`\(escaped(variable.defaultText))`"
            let cells = ["`\(variable.name)`", variable.type, shownDefault, escaped(variable.range), escaped(variable.meaning)]
            lines.append("| \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A text that stays inside its table cell.
    private static func escaped(_ text: String) -> String {
        var cell = ""
        for character in text {
            switch character {
            case "|": cell += "\\|"
            case "\n": cell += " "
            default: cell.append(character)
            }
        }
        return cell
    }
}
