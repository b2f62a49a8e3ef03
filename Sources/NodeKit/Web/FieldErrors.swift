/// The errors of the fields of a request, in the form of the API (CA-API 4.3): the field's name and its messages, or the errors of a nested
/// object.
public struct FieldErrors: Sendable, Equatable {
    /// What is wrong with one field.
    public indirect enum Value: Sendable, Equatable {
        case messages([String])
        case object(FieldErrors)
    }

    /// In the order in which they were found; names are unique.
    public private(set) var fields: [(name: String, value: Value)] = []

    /// The name under which errors of a whole object stand.
    public static let schema = "_schema"

    /// Nothing is wrong.
    public init() {}

    /// One message at a field; the path leads through nested objects.
    ///
    /// ```swift
    /// FieldErrors("The URI can not be recognized.", at: "recipient", "uri")
    /// ```
    public init(_ message: String, at path: String...) {
        self.init(message, at: path)
    }

    init(_ message: String, at path: [String]) {
        precondition(!path.isEmpty, "a field error without a field")
        var value = Value.messages([message])
        for name in path.dropFirst().reversed() {
            var object = FieldErrors()
            object.set(name, value)
            value = .object(object)
        }
        set(path[0], value)
    }

    /// Whether nothing is wrong.
    public var isEmpty: Bool { fields.isEmpty }

    /// Says what is wrong with a field, instead of what was said before.
    public mutating func set(_ name: String, _ value: Value) {
        if let index = fields.firstIndex(where: { $0.name == name }) {
            fields[index].value = value
        } else {
            fields.append((name, value))
        }
    }

    /// Whether the same is said of the same fields, in whatever order.
    public static func == (a: FieldErrors, b: FieldErrors) -> Bool {
        a.fields.count == b.fields.count
            && a.fields.allSatisfy { field in b.fields.contains { $0.name == field.name && $0.value == field.value } }
    }

    func write(to json: inout String) {
        json += "{"
        for (index, field) in fields.enumerated() {
            if index > 0 { json += "," }
            json.appendJSONString(field.name)
            json += ":"
            switch field.value {
            case .messages(let messages): json.appendJSONArray(messages)
            case .object(let object): object.write(to: &json)
            }
        }
        json += "}"
    }
}

extension String {
    mutating func appendJSONArray(_ texts: [String]) {
        self += "["
        for (index, text) in texts.enumerated() {
            if index > 0 { self += "," }
            appendJSONString(text)
        }
        self += "]"
    }
}
