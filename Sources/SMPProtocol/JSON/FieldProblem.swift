/// What is wrong with a value. The descriptions are those that the Web APIs answer with (CA-API 4.4, DA-API 4.1).
public enum FieldProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case missing
    case null
    case unknownField
    case notAString
    case notAnInteger
    case notANumber
    case notABoolean
    case notADateTime
    case notADate
    case notAnObject
    case numberTooLarge
    case specialNumber
    case outside(ClosedRange<Int64>)
    case below(Double)
    case outsideReals(ClosedRange<Double>)
    case tooLong(maximum: Int)
    case lengthOutside(ClosedRange<Int>)
    case patternMismatch
    case wrongType
    /// A rule of its own; the text is the message.
    case rule(String)

    public var description: String {
        switch self {
        case .missing: "Missing data for required field."
        case .null: "Field may not be null."
        case .unknownField: "Unknown field."
        case .notAString: "Not a valid string."
        case .notAnInteger: "Not a valid integer."
        case .notANumber: "Not a valid number."
        case .notABoolean: "Not a valid boolean."
        case .notADateTime: "Not a valid datetime."
        case .notADate: "Not a valid date."
        case .notAnObject: "Invalid input type."
        case .numberTooLarge: "Number too large."
        case .specialNumber: "Special numeric values (nan or infinity) are not permitted."
        case .outside(let range):
            "Must be greater than or equal to \(range.lowerBound) and less than or equal to \(range.upperBound)."
        case .below(let minimum): "Must be greater than or equal to \(minimum)."
        case .outsideReals(let range):
            "Must be greater than or equal to \(range.lowerBound) and less than or equal to \(range.upperBound)."
        case .tooLong(let maximum): "Longer than maximum length \(maximum)."
        case .lengthOutside(let range): "Length must be between \(range.lowerBound) and \(range.upperBound)."
        case .patternMismatch: "String does not match expected pattern."
        case .wrongType: "Invalid type."
        case .rule(let message): message
        }
    }
}
