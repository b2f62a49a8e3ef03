/// What is wrong with a market or bid file, and where. Ends a command with status 65 (EX_DATAERR).
struct FileProblem: Error, Hashable, CustomStringConvertible {
    /// As the user named it; "standard input" for `-`.
    var file: String
    /// `line 12`, or `byte 345` of a binary file; nil if the whole file is meant.
    var place: String?
    /// The field at fault, such as `sell_offers[3][2]`; empty if the text itself is wrong.
    var field = ""
    var message: String

    var description: String {
        [file, place, field.isEmpty ? nil : field, message].compactMap { $0 }.joined(separator: ": ")
    }
}
