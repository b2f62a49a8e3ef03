/// What the documentation says about one environment variable.
public struct VariableDescription: Sendable, Equatable {
    public let name: String
    public let type: String
    /// The default as text; empty when there is none.
    public let defaultText: String
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
                lines += (lines.isEmpty ? [] : [""]) + ["## \(variable.section)", "", "| Name | Type | Default | Meaning |", "|---|---|---|---|"]
            }
            let shownDefault = variable.defaultText.isEmpty ? "" : "`\(escaped(variable.defaultText))`"
            lines.append("| `\(variable.name)` | \(variable.type) | \(shownDefault) | \(escaped(variable.meaning)) |")
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
