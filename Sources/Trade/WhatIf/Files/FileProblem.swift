/// What is wrong with a market or bid file, and where. Ends a command with status 65, or 66 if the file cannot be read at all.
struct FileProblem: Error, Hashable, CustomStringConvertible {
    /// As the user named it; "standard input" for `-`.
    var file: String
    /// `line 12`, or `byte 345` of a binary file; nil if the whole file is meant.
    var place: String?
    /// The field at fault, such as `sell_offers[3][2]`; empty if the text itself is wrong.
    var field = ""
    var message: String
    /// Whether the system refuses to give us the file; nothing is known of what is in it.
    var isUnreadable = false

    var description: String {
        [file, place, field.isEmpty ? nil : field, message].compactMap { $0 }.joined(separator: ": ")
    }
}
