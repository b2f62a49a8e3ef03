import SMPProtocol

/// Reads a JSON document piece by piece, without building a tree: a market of ten million offers takes no more memory
/// than its offers do. Strict (RFC 8259). Knows the line and the field that it is at, for messages.
final class JSONStream {
    private let source: ByteSource
    private var line = 1
    private var path: [Step] = []
    private var text: [UInt8] = []

    private enum Step {
        case name(String)
        case index(Int)
    }

    private static let maximumDepth = 128
    private static let maximumNumberLength = 400
    /// Bytes of a text, bytes of the name of a member, and members of an object that is not skipped: what an input without end may
    /// make us keep.
    private static let maximumTextLength = 1 << 20
    private static let maximumNameLength = 1000
    private static let maximumMembers = 1000
    /// Characters of a name in a message.
    private static let shownNameLength = 60

    init(_ source: ByteSource) {
        self.source = source
    }

    /// An error at the field that is being read.
    func problem(_ message: String) -> FileProblem {
        var field = ""
        for step in path {
            switch step {
            case .name(let name): field += (field.isEmpty ? "" : ".") + Self.shown(name)
            case .index(let index): field += "[\(index)]"
            }
        }
        return FileProblem(file: source.name, place: "line \(line)", field: field, message: message)
    }

    /// A name as it may be shown in a line for people: it comes from the file, and may hold anything.
    private static func shown(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            if text.count >= shownNameLength { return text + "…" }
            text += scalar.escaped(asASCII: true)
        }
        return text
    }

    // MARK: Structure

    /// Reads an object; `body` must read the value of each member. A name that comes twice is an error.
    func object(_ body: (String) throws(FileProblem) -> Void) throws(FileProblem) {
        var names: Set<ExactText> = []
        try members { name throws(FileProblem) in
            if !names.insert(ExactText(name)).inserted { throw problem("comes twice") }
            if names.count > Self.maximumMembers { throw problem("more than \(Self.maximumMembers) members") }
            try body(name)
        }
    }

    /// Reads an object, and keeps nothing of it.
    private func members(_ body: (String) throws(FileProblem) -> Void) throws(FileProblem) {
        try open(UInt8(ascii: "{"), "an object")
        if try closes(UInt8(ascii: "}")) { return }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw problem("expected the name of a member") }
            let name = try string(maximumLength: Self.maximumNameLength)
            path.append(.name(name))
            guard try next() == UInt8(ascii: ":") else { throw problem("expected ':' after the name") }
            try body(name)
            path.removeLast()
            if try !separates(closing: UInt8(ascii: "}")) { return }
        }
    }

    /// Reads an array; `body` must read each element.
    func array(_ body: (Int) throws(FileProblem) -> Void) throws(FileProblem) {
        try open(UInt8(ascii: "["), "an array")
        if try closes(UInt8(ascii: "]")) { return }
        path.append(.index(0))
        var index = 0
        while true {
            try body(index)
            index += 1
            path[path.count - 1] = .index(index)
            if try !separates(closing: UInt8(ascii: "]")) { break }
        }
        path.removeLast()
    }

    /// Reads an array with a fixed number of elements.
    func row(of counts: ClosedRange<Int>, _ body: (Int) throws(FileProblem) -> Void) throws(FileProblem) {
        var count = 0
        try array { index throws(FileProblem) in
            if index >= counts.upperBound { throw problem("more than \(counts.upperBound) elements") }
            try body(index)
            count = index + 1
        }
        if count < counts.lowerBound { throw problem("\(count) elements; expected \(counts.lowerBound)") }
    }

    /// Reads whatever value comes, and forgets it.
    func skipValue(depth: Int = 0) throws(FileProblem) {
        switch try peek() {
        case UInt8(ascii: "{"):
            if depth > Self.maximumDepth { throw problem("nested too deeply") }
            try members { _ throws(FileProblem) in try skipValue(depth: depth + 1) }
        case UInt8(ascii: "["):
            if depth > Self.maximumDepth { throw problem("nested too deeply") }
            try array { _ throws(FileProblem) in try skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
        case UInt8(ascii: "n"): _ = try null()
        default: _ = try numberText()
        }
    }

    /// Nothing may follow the document.
    func end() throws(FileProblem) {
        if try peek() != nil { throw problem("something follows the document") }
    }

    // MARK: Scalars

    /// Takes `null` if it comes; false if something else does.
    func null() throws(FileProblem) -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try word("null")
        return true
    }

    func boolean() throws(FileProblem) -> Bool {
        switch try peek() {
        case UInt8(ascii: "t"):
            try word("true")
            return true
        case UInt8(ascii: "f"):
            try word("false")
            return false
        default: throw problem("expected true or false")
        }
    }

    /// A 64-bit integer without fraction or exponent.
    func integer() throws(FileProblem) -> Int64 {
        var byte = try peek()
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative {
            source.skip()
            byte = try source.peek()
        }
        guard let first = byte, Self.isDigit(first) else { throw problem("expected an integer") }
        var magnitude: UInt64 = 0
        var count = 0
        while let digit = try source.peek(), Self.isDigit(digit) {
            if count == 1 && first == UInt8(ascii: "0") { throw problem("a number must not begin with 0") }
            let (product, isTooBig) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isTooBigNow) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            if isTooBig || isTooBigNow { throw problem("does not fit into 64 bits") }
            magnitude = sum
            count += 1
            source.skip()
        }
        if let next = try source.peek(), next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") {
            throw problem("expected an integer")
        }
        if isNegative {
            if magnitude > Int64.min.magnitude { throw problem("does not fit into 64 bits") }
            return Int64(truncatingIfNeeded: 0 &- magnitude)
        }
        guard let value = Int64(exactly: magnitude) else { throw problem("does not fit into 64 bits") }
        return value
    }

    /// A number, or one of the texts "NaN", "Infinity" and "-Infinity" (TS 14.1).
    func double() throws(FileProblem) -> Double {
        if try peek() == UInt8(ascii: "\"") {
            switch try string() {
            case "NaN": return .nan
            case "Infinity": return .infinity
            case "-Infinity": return -.infinity
            default: throw problem("expected a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
            }
        }
        guard let value = Double(try numberText()) else { throw problem("expected a number") }
        return value
    }

    func string() throws(FileProblem) -> String {
        try string(maximumLength: Self.maximumTextLength)
    }

    private func string(maximumLength: Int) throws(FileProblem) -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw problem("expected a text") }
        source.skip()
        text.removeAll(keepingCapacity: true)
        while true {
            if text.count > maximumLength { throw problem("a text of more than \(maximumLength) bytes") }
            guard let byte = try source.next() else { throw problem("the file ends inside of a text") }
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw problem("not UTF-8") }
                return string
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw problem("a control character inside of a text")
            default: text.append(byte)
            }
        }
    }

    // MARK: Parts

    private func escape() throws(FileProblem) {
        switch try source.next() {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try codeUnit()
            if code & 0xfc00 == 0xd800 {
                guard try source.next() == UInt8(ascii: "\\"), try source.next() == UInt8(ascii: "u") else {
                    throw problem("half of a surrogate pair")
                }
                let low = try codeUnit()
                guard low & 0xfc00 == 0xdc00 else { throw problem("half of a surrogate pair") }
                code = 0x10000 + (code & 0x3ff) << 10 + low & 0x3ff
            }
            guard let scalar = Unicode.Scalar(code) else { throw problem("half of a surrogate pair") }
            text.append(contentsOf: Character(scalar).utf8)
        default: throw problem("an unknown escape")
        }
    }

    private func codeUnit() throws(FileProblem) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = try source.next(), let digit = Hexadecimal.value(of: byte) else {
                throw problem("expected four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }

    /// The text of a number, checked against the grammar.
    private func numberText() throws(FileProblem) -> String {
        _ = try peek()
        text.removeAll(keepingCapacity: true)
        try take { $0 == UInt8(ascii: "-") }
        let start = text.count
        try digits()
        if text.count - start > 1 && text[start] == UInt8(ascii: "0") { throw problem("a number must not begin with 0") }
        if try take({ $0 == UInt8(ascii: ".") }) { try digits() }
        if try take({ $0 | 0x20 == UInt8(ascii: "e") }) {
            try take { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            try digits()
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func digits() throws(FileProblem) {
        guard try take(Self.isDigit) else { throw problem("expected a value") }
        while try take(Self.isDigit) {
            if text.count > Self.maximumNumberLength { throw problem("a number of too many digits") }
        }
    }

    @discardableResult
    private func take(_ isWanted: (UInt8) -> Bool) throws(FileProblem) -> Bool {
        guard let byte = try source.peek(), isWanted(byte) else { return false }
        text.append(byte)
        source.skip()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private func word(_ word: StaticString) throws(FileProblem) {
        for index in 0..<word.utf8CodeUnitCount {
            guard try source.next() == word.utf8Start[index] else { throw problem("expected a value") }
        }
    }

    private func open(_ bracket: UInt8, _ what: String) throws(FileProblem) {
        guard try peek() == bracket else { throw problem("expected \(what)") }
        source.skip()
    }

    private func closes(_ bracket: UInt8) throws(FileProblem) -> Bool {
        guard try peek() == bracket else { return false }
        source.skip()
        return true
    }

    /// After a member or an element: true if another one follows.
    private func separates(closing bracket: UInt8) throws(FileProblem) -> Bool {
        switch try next() {
        case UInt8(ascii: ","): return true
        case bracket: return false
        case nil: throw problem("the file ends too early")
        default: throw problem("expected ',' or '\(Character(Unicode.Scalar(bracket)))'")
        }
    }

    /// The next byte after white space, without taking it.
    @inline(__always)
    private func peek() throws(FileProblem) -> UInt8? {
        while let byte = try source.peek() {
            switch byte {
            case 0x20, 0x09, 0x0d: source.skip()
            case 0x0a:
                line += 1
                source.skip()
            default: return byte
            }
        }
        return nil
    }

    private func next() throws(FileProblem) -> UInt8? {
        let byte = try peek()
        if byte != nil { source.skip() }
        return byte
    }
}
