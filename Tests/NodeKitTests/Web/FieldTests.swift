import SMPProtocol
import Testing

@testable import NodeKit

/// A transfer request, as an example of all kinds of fields.
private struct Sample: Equatable {
    var amount: Int64
    var uri: String
    var note: String
    var status: String
    var rate: Double
    var small: Float
    var flag: Bool
    var deadline: Timestamp?
    var code: String

    static func read(_ body: inout ObjectReader) -> Sample {
        body.type("Sample")
        return Sample(
            amount: body.integer("amount", in: 0...Int64.max),
            uri: body.object("recipient", placeholder: "") { recipient in
                recipient.type("AccountIdentity")
                return recipient.text("uri", maxLength: 10)
            },
            note: body.text("note", default: "", maxLength: 5, maxBytes: (5, "Too many bytes.")),
            status: body.text("status", default: "off") { ["on", "off"].contains($0) },
            rate: body.optionalValue("rate") { json throws(FieldProblem) in
                let value = try json.double()
                guard value >= 0 else { throw .below(0) }
                return value
            } ?? 0,
            small: body.hasMember("small") ? body.single("small") : 0,
            flag: body.boolean("flag", default: false),
            deadline: body.optionalTimestamp("deadline"),
            code: body.optionalText("code", minLength: 1, maxLength: 3) ?? "")
    }
}

extension ObjectReader {
    fileprivate func hasMember(_ name: String) -> Bool { object[name] != nil }
}

@Suite("Fields of requests")
struct FieldTests {
    private static let rest = "\"recipient\":{\"uri\":\"swpt:1/1\"}"

    private func answer(_ json: String, rules: (Sample) -> [String] = { _ in [] }) throws -> String {
        var limits = JSONLimits.document(maximumBytes: 1 << 20)
        limits.acceptsSpecialNumbers = true
        switch ObjectReader.read(try JSONValue(json: Array(json.utf8), limits: limits), Sample.read, rules) {
        case .success(let sample): return "\(sample.amount) \(sample.uri) \(sample.note)"
        case .failure(let failure):
            var text = ""
            failure.errors.write(to: &text)
            return text
        }
    }

    @Test(
        "what is accepted",
        arguments: [
            "{\"amount\":5,\(rest)}", "{\"type\":\"Sample\",\"amount\":5.9,\(rest)}", "{\"amount\":\" +5 \",\(rest)}",
            "{\"amount\":\"5\",\(rest),\"note\":\"\"}",
            "{\"amount\":7,\"amount\":5,\(rest),\"flag\":\"yes\",\"rate\":\"1e2\",\"deadline\":\"2026-01-01T00:00\",\"code\":\"abc\"}",
            "{\"amount\":5,\"recipient\":{\"type\":\"AccountIdentity\",\"uri\":\"swpt:1/1\"},\"small\":1e-50,\"status\":\"on\"}",
        ])
    func accepted(_ json: String) throws {
        #expect(try answer(json) == "5 swpt:1/1 ")
    }

    @Test(
        "what is wrong, and what the client reads",
        arguments: [
            ("{}", "{\"amount\":[\"Missing data for required field.\"],\"recipient\":[\"Missing data for required field.\"]}"),
            ("[]", "{\"_schema\":[\"Invalid input type.\"]}"), ("null", "{\"_schema\":[\"Invalid input type.\"]}"),
            ("5", "{\"_schema\":[\"Invalid input type.\"]}"),
            (
                "{\"amount\":null,\"recipient\":null}",
                "{\"amount\":[\"Field may not be null.\"],\"recipient\":[\"Field may not be null.\"]}"
            ),
            ("{\"amount\":5,\"recipient\":[]}", "{\"recipient\":{\"_schema\":[\"Invalid input type.\"]}}"),
            ("{\"amount\":5,\"recipient\":{}}", "{\"recipient\":{\"uri\":[\"Missing data for required field.\"]}}"),
            ("{\"amount\":5,\"recipient\":{\"uri\":\"12345678901\"}}", "{\"recipient\":{\"uri\":[\"Longer than maximum length 10.\"]}}"),
            ("{\"amount\":5,\"recipient\":{\"uri\":\"x\",\"zzz\":1}}", "{\"recipient\":{\"zzz\":[\"Unknown field.\"]}}"),
            ("{\"amount\":5,\"recipient\":{\"uri\":\"x\",\"type\":\"Account\"}}", "{\"recipient\":{\"type\":[\"Invalid type.\"]}}"),
            ("{\"amount\":true,\(rest)}", "{\"amount\":[\"Not a valid integer.\"]}"),
            ("{\"amount\":\"1.5\",\(rest)}", "{\"amount\":[\"Not a valid integer.\"]}"),
            (
                "{\"amount\":-1,\(rest)}",
                "{\"amount\":[\"Must be greater than or equal to 0 and less than or equal to 9223372036854775807.\"]}"
            ),
            (
                "{\"amount\":9223372036854775808,\(rest)}",
                "{\"amount\":[\"Must be greater than or equal to 0 and less than or equal to 9223372036854775807.\"]}"
            ),
            ("{\"amount\":1e400,\(rest)}", "{\"amount\":[\"Number too large.\"]}"),
            ("{\"amount\":NaN,\(rest)}", "{\"amount\":[\"Not a valid integer.\"]}"),
            ("{\"amount\":5,\(rest),\"type\":\"Samples\"}", "{\"type\":[\"Invalid type.\"]}"),
            ("{\"amount\":5,\(rest),\"type\":7}", "{\"type\":[\"Not a valid string.\"]}"),
            ("{\"amount\":5,\(rest),\"type\":null}", "{\"type\":[\"Field may not be null.\"]}"),
            ("{\"amount\":5,\(rest),\"note\":7}", "{\"note\":[\"Not a valid string.\"]}"),
            ("{\"amount\":5,\(rest),\"note\":\"123456\"}", "{\"note\":[\"Longer than maximum length 5.\"]}"),
            ("{\"amount\":5,\(rest),\"note\":\"жжжжж\"}", "{\"note\":[\"Too many bytes.\"]}"),
            ("{\"amount\":5,\(rest),\"note\":\"a\\u0000\"}", "{\"note\":[\"Not a valid string.\"]}"),
            ("{\"amount\":5,\(rest),\"note\":\"\\ud800\"}", "{\"note\":[\"Not a valid string.\"]}"),
            ("{\"amount\":5,\(rest),\"status\":\"on\\n\"}", "{\"status\":[\"String does not match expected pattern.\"]}"),
            ("{\"amount\":5,\(rest),\"rate\":-1}", "{\"rate\":[\"Must be greater than or equal to 0.0.\"]}"),
            ("{\"amount\":5,\(rest),\"rate\":1e1000}", "{\"rate\":[\"Special numeric values (nan or infinity) are not permitted.\"]}"),
            ("{\"amount\":5,\(rest),\"rate\":NaN}", "{\"rate\":[\"Special numeric values (nan or infinity) are not permitted.\"]}"),
            ("{\"amount\":5,\(rest),\"rate\":true}", "{\"rate\":[\"Not a valid number.\"]}"),
            ("{\"amount\":5,\(rest),\"small\":1e39}", "{\"small\":[\"Number too large.\"]}"),
            ("{\"amount\":5,\(rest),\"flag\":2}", "{\"flag\":[\"Not a valid boolean.\"]}"),
            ("{\"amount\":5,\(rest),\"deadline\":\"2026-01-01\"}", "{\"deadline\":[\"Not a valid datetime.\"]}"),
            ("{\"amount\":5,\(rest),\"code\":\"\"}", "{\"code\":[\"Length must be between 1 and 3.\"]}"),
            (
                "{\"amount\":null,\"note\":1,\"recipient\":{\"zzz\":1},\"uri\":5}",
                "{\"amount\":[\"Field may not be null.\"],"
                    + "\"recipient\":{\"uri\":[\"Missing data for required field.\"],\"zzz\":[\"Unknown field.\"]},"
                    + "\"note\":[\"Not a valid string.\"],\"uri\":[\"Unknown field.\"]}"
            ),
        ])
    func refused(_ json: String, _ errors: String) throws {
        #expect(try answer(json) == errors)
    }

    @Test("rules between fields are looked at only when every field is right")
    func rules() throws {
        let rules: (Sample) -> [String] = { $0.amount > 3 ? ["At most three."] : [] }
        #expect(try answer("{\"amount\":5,\(Self.rest)}", rules: rules) == "{\"_schema\":[\"At most three.\"]}")
        #expect(try answer("{\"amount\":5,\(Self.rest),\"zzz\":1}", rules: rules) == "{\"zzz\":[\"Unknown field.\"]}")
        #expect(try answer("{\"amount\":3,\(Self.rest)}", rules: rules) == "3 swpt:1/1 ")
    }

    @Test("unknown members can be kept")
    func unknownMembers() throws {
        let json = try JSONValue(json: Array("{\"a\":1,\"b\":2}".utf8), limits: .document(maximumBytes: 100))
        let result = ObjectReader.read(
            json,
            { body -> [String] in
                body.allowsUnknownFields = true
                _ = body.integer("a")
                return body.unknownMembers.map(\.name)
            }, { _ in [] })
        #expect(try result.get() == ["b"])
    }

    @Test(
        "query parameters",
        arguments: [
            ("", "0 missing"), ("prev=5&must=1", "5 1"), ("must=1&prev=5&prev=x&v=3", "5 1"), ("must=%31&prev=+7", "7 1"),
            ("prev=&must=1", "errors prev"),
            ("prev=-1&must=x", "errors prev,must"), ("prev=9223372036854775808&must=1", "errors prev"), ("prev&must=1", "errors prev"),
            ("%zz=1&must=1", "0 1"),
        ])
    func query(_ query: String, _ expected: String) {
        var reader = QueryReader(query)
        let prev = reader.integer("prev", in: 0...Int64.max, default: 0)
        let must = reader.integer("must", in: 0...10)
        if query.isEmpty {
            #expect(reader.errors == FieldErrors("Missing data for required field.", at: "must"))
        } else if reader.errors.isEmpty {
            #expect("\(prev) \(must)" == expected)
        } else {
            #expect("errors " + reader.errors.fields.map(\.name).joined(separator: ",") == expected)
        }
    }
}
