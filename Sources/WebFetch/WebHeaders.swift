/// Header fields in their order; names are compared without regard to case.
public struct WebHeaders: Sendable, ExpressibleByDictionaryLiteral {
    /// One header field.
    public struct Field: Sendable, Equatable {
        /// A token (RFC 9110, 5.1).
        public var name: String
        /// Without white space around it.
        public var value: String
    }

    /// In the order in which they are sent, or were received.
    public private(set) var fields: [Field] = []

    /// No fields.
    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// Adds a field behind the others, whatever the others are called.
    public mutating func append(name: String, value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Removes all fields with that name.
    public mutating func removeAll(_ name: String) {
        fields.removeAll { Self.equal($0.name, name) }
    }

    /// The value of the first field with that name.
    public subscript(_ name: String) -> String? {
        fields.first { Self.equal($0.name, name) }?.value
    }

    /// The values of all fields with that name.
    public func all(_ name: String) -> [String] {
        fields.lazy.filter { Self.equal($0.name, name) }.map(\.value)
    }

    private static func equal(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}

extension WebHeaders.Field {
    /// The field as it goes over the wire, or nil when a byte in it would make it mean something else (RFC 9110, 5.1 and 5.5).
    var line: String? {
        let isToken = !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte)
        let isPlain = value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7f) }
        guard isToken, isPlain else { return nil }
        // With a semicolon in the place of the colon libcurl sends a field with an empty value; "Name:" would remove the field.
        return value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? "\(name);" : "\(name): \(value)"
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// A line that a server sent, without its line end; nil for one without a colon or without a name.
    init?(line: some Collection<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon != line.startIndex else { return nil }
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var value = line[line.index(after: colon)...].drop(while: isBlank)
        while let last = value.indices.suffix(1).first ?? nil, isBlank(value[last]) { value = value[..<last] }
        self.init(name: String(decoding: line[..<colon], as: UTF8.self), value: String(decoding: value, as: UTF8.self))
    }
}
