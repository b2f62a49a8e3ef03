/// Any JSON value, for bodies of the Web APIs and for documents. Messages do not need it: they are decoded straight from bytes.
public enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    /// A text; may contain U+0000.
    case string(String)
    /// A text with half of a surrogate pair, which no text type can hold; here U+FFFD stands for it.
    case brokenString(String)
    case array([JSONValue])
    case object(JSONObject)

    /// Reads a document, strictly: UTF-8 without byte order mark, the grammar of RFC 8259, nothing after the document; of a
    /// repeated member the last one counts.
    public init(json: UnsafeRawBufferPointer, limits: JSONLimits) throws(JSONSyntaxError) {
        guard let start = json.baseAddress, json.count > 0 else { throw JSONSyntaxError(.unexpectedEnd, at: 0) }
        var reader = JSONTreeReader(try JSONScanner(start.assumingMemoryBound(to: UInt8.self), count: json.count, limits: limits))
        self = try reader.document()
    }

    /// Reads a document.
    public init(json: [UInt8], limits: JSONLimits) throws(JSONSyntaxError) {
        let outcome = json.withUnsafeBytes { bytes in
            Result<JSONValue, JSONSyntaxError> { () throws(JSONSyntaxError) in try JSONValue(json: bytes, limits: limits) }
        }
        self = try outcome.get()
    }

    /// An integer.
    public init(_ value: Int64) { self = .number(JSONNumber(value)) }

    /// A finite double.
    public init(_ value: Double) { self = .number(JSONNumber(value)) }

    /// Whether every text inside can be stored in a database: no U+0000, no half of a surrogate pair (SMP 2.8, CA-API 5.1).
    public var isStorable: Bool {
        switch self {
        case .null, .bool, .number: true
        case .string(let text): !text.utf8.contains(0)
        case .brokenString: false
        case .array(let elements): elements.allSatisfy(\.isStorable)
        case .object(let object): object.members.allSatisfy { !$0.name.utf8.contains(0) && $0.value.isStorable }
        }
    }

    /// Whether every number inside is finite as a double or an integer (CA-API 12.8).
    public var hasOnlyFiniteNumbers: Bool {
        switch self {
        case .null, .bool, .string, .brokenString: true
        case .number(let number): number.isInteger || number.double.isFinite
        case .array(let elements): elements.allSatisfy(\.hasOnlyFiniteNumbers)
        case .object(let object): object.members.allSatisfy(\.value.hasOnlyFiniteNumbers)
        }
    }

    /// Compact JSON: no white space, non-ASCII characters raw, numbers in their shortest form.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.finish()
    }
}

extension JSONValue: Equatable {
    /// The same JSON value: order of members irrelevant, numbers by value, texts by code points.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)), (.brokenString(let a), .brokenString(let b)): ExactText.equal(a, b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension JSONWriter {
    /// Writes a whole value. Halves of surrogate pairs come out as U+FFFD.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let flag): self.value(flag)
        case .number(let number): raw(number.canonicalText)
        case .string(let text), .brokenString(let text): self.value(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(text: member.name)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// A member of the object that is open, with any value.
    public mutating func member(_ name: StaticString, _ value: JSONValue) {
        key(name)
        self.value(value)
    }
}
