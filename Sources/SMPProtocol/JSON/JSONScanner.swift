/// Reads tokens of a document, strictly (SMP 2.1). It never reads beyond the end and never recurses.
struct JSONScanner {
    let base: UnsafePointer<UInt8>
    let end: Int
    let limits: JSONLimits
    private(set) var position = 0

    /// The document is between `base` and `base + count`, which must stay valid.
    init(_ base: UnsafePointer<UInt8>, count: Int, limits: JSONLimits) throws(JSONSyntaxError) {
        self.base = base
        end = count
        self.limits = limits
        if count > limits.maximumBytes { throw JSONSyntaxError(.tooLong, at: limits.maximumBytes) }
        if count >= 3, base[0] == 0xef, base[1] == 0xbb, base[2] == 0xbf { throw JSONSyntaxError(.byteOrderMark, at: 0) }
    }

    /// The next byte that is not white space, without taking it; an error at the end.
    @inline(__always)
    mutating func peek() throws(JSONSyntaxError) -> UInt8 {
        while position < end {
            let byte = base[position]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
            position += 1
        }
        throw JSONSyntaxError(.unexpectedEnd, at: position)
    }

    /// Takes the byte that ``peek()`` gave.
    @inline(__always)
    mutating func advance() { position += 1 }

    /// Takes exactly this byte after white space.
    @inline(__always)
    mutating func expect(_ byte: UInt8) throws(JSONSyntaxError) {
        guard try peek() == byte else { throw JSONSyntaxError(.unexpectedByte, at: position) }
        position += 1
    }

    /// Takes the white space at the end of the document.
    mutating func expectEnd() throws(JSONSyntaxError) {
        while position < end {
            switch base[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: throw JSONSyntaxError(.trailingBytes, at: position)
            }
        }
    }

    /// Takes a scalar. The next byte is not white space and begins neither an array nor an object.
    @inline(__always)
    mutating func scalar(startingWith byte: UInt8) throws(JSONSyntaxError) -> JSONToken {
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        default: try word(startingWith: byte)
        }
    }

    /// Takes any value; arrays and objects are checked and skipped. `depth` is the number of levels around the value.
    @inline(__always)
    mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONToken {
        let byte = try peek()
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return try container(depth: depth) }
        return try scalar(startingWith: byte)
    }

    private mutating func word(startingWith byte: UInt8) throws(JSONSyntaxError) -> JSONToken {
        switch byte {
        case UInt8(ascii: "t"): return try word("true", .yes)
        case UInt8(ascii: "f"): return try word("false", .no)
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N") where limits.acceptsSpecialNumbers: return try word("NaN", .special)
        case UInt8(ascii: "I") where limits.acceptsSpecialNumbers: return try word("Infinity", .special)
        default: throw JSONSyntaxError(.unexpectedByte, at: position)
        }
    }

    private mutating func word(_ text: StaticString, _ kind: JSONToken.Kind) throws(JSONSyntaxError) -> JSONToken {
        let length = text.utf8CodeUnitCount
        guard end - position >= length, ByteText.equal(text.utf8Start, base + position, length) else {
            throw JSONSyntaxError(.unexpectedByte, at: position)
        }
        defer { position += length }
        return JSONToken(kind: kind, start: position, end: position + length)
    }

    /// Takes a number; the next byte is a digit or a minus sign.
    @inline(__always)
    private mutating func number() throws(JSONSyntaxError) -> JSONToken {
        let start = position
        if base[position] == UInt8(ascii: "-") {
            position += 1
            if position < end, base[position] == UInt8(ascii: "I"), limits.acceptsSpecialNumbers {
                let infinity = try word("Infinity", .special)
                return JSONToken(kind: .special, start: start, end: infinity.end)
            }
        }
        let first = position
        try digits()
        if position - first > 1, base[first] == UInt8(ascii: "0") { throw JSONSyntaxError(.invalidNumber, at: first) }
        var kind = JSONToken.Kind.integer
        if position < end, base[position] == UInt8(ascii: ".") {
            kind = .real
            position += 1
            try digits()
        }
        if position < end, base[position] | 0x20 == UInt8(ascii: "e") {
            kind = .real
            position += 1
            if position < end, base[position] == UInt8(ascii: "+") || base[position] == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if position - start > limits.maximumNumberLength { throw JSONSyntaxError(.numberTooLong, at: start) }
        return JSONToken(kind: kind, start: start, end: position)
    }

    /// Takes one or more digits.
    @inline(__always)
    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while position < end, ByteText.isDigit(base[position]) { position += 1 }
        if position == start { throw JSONSyntaxError(.invalidNumber, at: position) }
    }

    /// For the string scanner in another file.
    @inline(__always)
    mutating func move(to newPosition: Int) { position = newPosition }
}
