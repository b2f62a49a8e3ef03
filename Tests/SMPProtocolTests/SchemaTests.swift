import Foundation
import SMPProtocol
import TestSupport
import Testing

@Suite("protocol/schemas agree with the types")
struct SchemaTests {
    private static func schema(_ kind: MessageKind) throws -> JSONValue {
        let file = VectorFile.folder.appendingPathComponent("schemas/\(kind.typeName).json")
        return try JSONValue(json: [UInt8](try Data(contentsOf: file)), limits: .document(maximumBytes: 100_000))
    }

    @Test("a schema has the fields, limits and required list of the Swift type", arguments: MessageKind.allCases)
    func fields(kind: MessageKind) throws {
        let schema = try Self.schema(kind)
        let rules = kind.messageType.layout.rules
        #expect(schema["title"] == .string(kind.typeName))
        #expect(schema["required"] == .array(rules.filter { !$0.isOptional }.map { .string($0.name) }))
        #expect(Set(schema["properties"].members.map(\.name)) == Set(rules.map(\.name)))
        for rule in rules {
            guard case .object(var property) = schema["properties"][rule.name] else { fatalError("\(rule.name) is no object") }
            property["not"] = nil
            #expect(.object(property) == Self.property(rule, of: kind), "\(rule.name)")
        }
    }

    /// The property that describes a field, but for a forbidden value.
    private static func property(_ rule: FieldRule, of kind: MessageKind) -> JSONValue {
        if rule.name == "type" { return ["const": .string(kind.typeName)] }
        var property = JSONObject()
        var type: JSONValue = "string"
        switch rule.value {
        case .integer(let range):
            type = "integer"
            property["minimum"] = JSONValue(range.lowerBound)
            property["maximum"] = JSONValue(range.upperBound)
        case .float(let minimum, let maximum):
            type = "number"
            property["minimum"] = minimum.map { JSONValue($0) }
            property["maximum"] = maximum.map { JSONValue($0) }
        case .boolean: type = "boolean"
        case .dateTime: property["format"] = "date-time"
        case .date: property["format"] = "date"
        case .string(let rule):
            if rule.minLength > 0 { property["minLength"] = JSONValue(Int64(rule.minLength)) }
            property["maxLength"] = rule.maxLength.map { JSONValue(Int64($0)) }
            property["x-maxBytes"] = rule.maxBytes.map { JSONValue(Int64($0)) }
            property["pattern"] = (rule.pattern?.expression ?? (rule.isASCII ? #"^[\u0000-\u007f]*$"# : nil)).map { .string($0) }
        }
        property["type"] = rule.isNullable ? [type, "null"] : type
        return .object(property)
    }

    @Test("what a schema forbids is refused, and what it describes is what is written", arguments: MessageKind.allCases)
    func values(kind: MessageKind) throws {
        let schema = try Self.schema(kind)
        let vectors = VectorFile.load("messages").members.filter { $0.value["type"].text == kind.typeName }
        for body in vectors.flatMap({ $0.value["valid"].list.map { $0["body"].text } }) {
            try Self.check(kind.messageType, body.bytes, schema)
        }
    }

    private static func check<Message: SMPMessage>(_ type: Message.Type, _ body: [UInt8], _ schema: JSONValue) throws {
        let limits = JSONLimits.document(maximumBytes: 100_000)
        let written = try JSONValue(json: try Message(json: body).encoded(), limits: limits)
        let names = Set(written.members.map(\.name))
        #expect(names.isSuperset(of: schema["required"].list.map(\.text)))
        #expect(names.isSubset(of: schema["properties"].members.map(\.name)))
        // Everything that may be absent is written as null (SMP 3.1); of the two forms of a kind one may be missing (SMP 1.3.3).
        #expect(names.union(["is_dispatching"]) == Set(schema["properties"].members.map(\.name)).union(["is_dispatching"]))
        for property in schema["properties"].members {
            guard let forbidden = property.value.optional("not")?["const"] else { continue }
            guard case .object(var wrong) = written else { continue }
            wrong[property.name] = forbidden
            #expect { try Message(json: JSONValue.object(wrong).encoded()) } throws: {
                ($0 as? MessageError)?.issues.map(\.field) == [property.name]
            }
        }
    }
}
