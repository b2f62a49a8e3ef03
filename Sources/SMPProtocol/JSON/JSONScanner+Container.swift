extension JSONScanner {
    /// Takes a whole array or object, checking everything inside. `depth` is the number of levels around it.
    mutating func container(depth: Int) throws(JSONSyntaxError) -> JSONToken {
        let start = position
        let kind: JSONToken.Kind = base[position] == UInt8(ascii: "{") ? .object : .array
        var levels = OpenLevels(limit: limits.maximumDepth - depth)
        repeat {
            if try enterValue(&levels) { continue }
            try leaveValue(&levels)
        } while !levels.isEmpty
        return JSONToken(kind: kind, start: start, end: position)
    }

    /// Takes a scalar, or the beginning of a container up to its first value. True when a value must follow.
    private mutating func enterValue(_ levels: inout OpenLevels) throws(JSONSyntaxError) -> Bool {
        let byte = try peek()
        switch byte {
        case UInt8(ascii: "{"):
            try levels.push(isObject: true, at: position)
            advance()
            if try peek() == UInt8(ascii: "}") { return false }
            try memberName()
            return true
        case UInt8(ascii: "["):
            try levels.push(isObject: false, at: position)
            advance()
            return try peek() != UInt8(ascii: "]")
        default:
            _ = try scalar(startingWith: byte)
            return false
        }
    }

    /// After a value: closes the containers that end here, and takes the comma before the next value.
    private mutating func leaveValue(_ levels: inout OpenLevels) throws(JSONSyntaxError) {
        while !levels.isEmpty {
            let isObject = levels.isInObject
            let byte = try peek()
            if byte == UInt8(ascii: ",") {
                advance()
                if isObject { try memberName() }
                return
            }
            guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                throw JSONSyntaxError(.unexpectedByte, at: position)
            }
            advance()
            levels.pop()
        }
    }

    private mutating func memberName() throws(JSONSyntaxError) {
        guard try peek() == UInt8(ascii: "\"") else { throw JSONSyntaxError(.unexpectedByte, at: position) }
        _ = try string()
        try expect(UInt8(ascii: ":"))
    }
}

/// The containers that are open, one bit each.
private struct OpenLevels {
    private var kinds: [UInt64] = []
    private var depth = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { depth == 0 }

    var isInObject: Bool { kinds[(depth - 1) / 64] >> UInt64((depth - 1) % 64) & 1 == 1 }

    mutating func push(isObject: Bool, at offset: Int) throws(JSONSyntaxError) {
        if depth >= limit { throw JSONSyntaxError(.tooDeep, at: offset) }
        if depth / 64 == kinds.count { kinds.append(0) }
        let bit: UInt64 = 1 << UInt64(depth % 64)
        if isObject { kinds[depth / 64] |= bit } else { kinds[depth / 64] &= ~bit }
        depth += 1
    }

    mutating func pop() { depth -= 1 }
}
