import SMPProtocol

/// Short forms for looking into vectors; a vector that lacks what a test needs ends the test run.
extension JSONValue {
    subscript(name: String) -> JSONValue {
        guard case .object(let object) = self, let value = object[name] else { fatalError("no member \(name)") }
        return value
    }

    func optional(_ name: String) -> JSONValue? {
        guard case .object(let object) = self, let value = object[name], value != .null else { return nil }
        return value
    }

    var list: [JSONValue] {
        guard case .array(let elements) = self else { fatalError("not an array") }
        return elements
    }

    var members: [JSONObject.Member] {
        guard case .object(let object) = self else { fatalError("not an object") }
        return object.members
    }

    var text: String {
        guard case .string(let text) = self else { fatalError("not a text") }
        return text
    }

    var int64: Int64 {
        guard case .number(let number) = self, let value = number.int64 else { fatalError("not an integer of 64 bits") }
        return value
    }

    var real: Double {
        guard case .number(let number) = self else { fatalError("not a number") }
        return number.double
    }

    var flag: Bool {
        guard case .bool(let flag) = self else { fatalError("not a boolean") }
        return flag
    }

    /// Whether the vector says that the operation fails.
    var isError: Bool { optional("error") != nil }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
