public import SMPProtocol

extension JSONValue {
    /// The member of a member…; nil when one of them is missing.
    public func at(_ path: [String]) -> JSONValue? {
        var value = self
        for name in path {
            guard case .object(let object) = value, let member = object[name] else { return nil }
            value = member
        }
        return value
    }

    /// The member of a member…; nil when one of them is missing.
    public func at(_ path: String...) -> JSONValue? { at(path) }

    /// A text; nil for anything else.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number of 64 bits; nil for anything else.
    public var int64: Int64? {
        if case .number(let number) = self { number.int64 } else { nil }
    }

    /// A number as a floating-point one; nil for anything else.
    public var number: Double? {
        if case .number(let number) = self { number.double } else { nil }
    }

    /// A moment of ISO 8601; nil for anything else.
    public var moment: Timestamp? { string.flatMap { Timestamp(iso8601: $0) } }

    /// A truth value; nil for anything else.
    public var bool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The elements of an array; none for anything else.
    public var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }
}

/// A body lacks something that it must have.
public struct MissingPart: Error, CustomStringConvertible {
    public let description: String

    init(_ name: String, of resource: String) {
        description = "\(resource) has no \(name)"
    }
}

extension Optional {
    /// The value, or an error that names what is missing.
    func required(_ name: String, of resource: String) throws(MissingPart) -> Wrapped {
        guard let self else { throw MissingPart(name, of: resource) }
        return self
    }
}
