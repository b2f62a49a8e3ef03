/// Builds values from tokens. Recursive; the limit of depth bounds the stack.
struct JSONTreeReader {
    private var scanner: JSONScanner

    init(_ scanner: JSONScanner) { self.scanner = scanner }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value(depth: 0)
        try scanner.expectEnd()
        return value
    }

    /// `depth` is the number of levels around the value.
    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        let byte = try scanner.peek()
        switch byte {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        default: return scalar(try scanner.scalar(startingWith: byte))
        }
    }

    private func scalar(_ token: JSONToken) -> JSONValue {
        switch token.kind {
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .integer, .real, .special:
            let text = String(decoding: token.bytes(of: scanner.base), as: UTF8.self)
            return .number(JSONNumber(text: text, isInteger: token.kind == .integer))
        case .string:
            let text = JSONText.string(token, of: scanner.base)
            return token.traits.contains(.unpairedSurrogate) ? .brokenString(text) : .string(text)
        case .null, .missing, .array, .object: return .null
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        if try scanner.peek() == UInt8(ascii: "]") {
            scanner.advance()
            return elements
        }
        repeat { elements.append(try value(depth: depth)) } while try takeComma(orEnd: UInt8(ascii: "]"))
        return elements
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        try enter(depth)
        var object = JSONObject()
        if try scanner.peek() == UInt8(ascii: "}") {
            scanner.advance()
            return object
        }
        repeat {
            guard try scanner.peek() == UInt8(ascii: "\"") else { throw JSONSyntaxError(.unexpectedByte, at: scanner.position) }
            let name = JSONText.string(try scanner.string(), of: scanner.base)
            try scanner.expect(UInt8(ascii: ":"))
            object[name] = try value(depth: depth)
        } while try takeComma(orEnd: UInt8(ascii: "}"))
        return object
    }

    private mutating func enter(_ depth: Int) throws(JSONSyntaxError) {
        if depth > scanner.limits.maximumDepth { throw JSONSyntaxError(.tooDeep, at: scanner.position) }
        scanner.advance()
    }

    private mutating func takeComma(orEnd end: UInt8) throws(JSONSyntaxError) -> Bool {
        let byte = try scanner.peek()
        guard byte == UInt8(ascii: ",") || byte == end else { throw JSONSyntaxError(.unexpectedByte, at: scanner.position) }
        scanner.advance()
        return byte != end
    }
}
