import SMPProtocol

/// Writes one JSON document piece by piece. Commas are put automatically.
struct JSONOutput {
    let output: TextOutput
    private var needsComma = false

    init(_ output: TextOutput) {
        self.output = output
    }

    private mutating func begin() {
        if needsComma { output.put(UInt8(ascii: ",")) }
        needsComma = true
    }

    mutating func object(_ members: (inout JSONOutput) -> Void) {
        begin()
        output.put(UInt8(ascii: "{"))
        needsComma = false
        members(&self)
        output.put(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array(_ elements: (inout JSONOutput) -> Void) {
        begin()
        output.put(UInt8(ascii: "["))
        needsComma = false
        elements(&self)
        output.put(UInt8(ascii: "]"))
        needsComma = true
    }

    mutating func array<List: Sequence>(of list: List, _ element: (inout JSONOutput, List.Element) -> Void) {
        array { json in for item in list { element(&json, item) } }
    }

    mutating func key(_ name: String) {
        value(name)
        output.put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Puts the next value on a line of its own, for people who look at the document.
    mutating func lineBreak() {
        if needsComma { output.put(UInt8(ascii: ",")) }
        needsComma = false
        output.put(UInt8(ascii: "\n"))
    }

    mutating func null() {
        begin()
        output.put("null")
    }

    mutating func value(_ value: Bool) {
        begin()
        output.put(value ? "true" : "false")
    }

    mutating func value(_ value: Int64) {
        begin()
        output.put(value)
    }

    /// The shortest text that reads back as the same number; a text for what JSON has no number for (TS 14.1).
    mutating func value(_ number: Double) {
        if number.isNaN {
            value("NaN")
        } else if number.isInfinite {
            value(number < 0 ? "-Infinity" : "Infinity")
        } else {
            begin()
            output.put(number.description)
        }
    }

    mutating func value(_ text: String) {
        begin()
        var bytes = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                bytes += Array("\\u00".utf8) + [Hexadecimal.digit(byte >> 4, .lower), Hexadecimal.digit(byte & 15, .lower)]
            default: bytes.append(byte)
            }
        }
        output.put(bytes + [UInt8(ascii: "\"")])
    }
}
