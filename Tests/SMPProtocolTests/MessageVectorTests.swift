import SMPProtocol
import TestSupport
import Testing

@Suite("Messages: valid and invalid bodies")
struct MessageVectorTests {
    private static let vectors = VectorFile.load("messages").members

    @Test("the vectors cover every type of the reference")
    func coverage() {
        let ours = [MessageKind.abandonedTransfer.typeName]
        #expect(Set(Self.vectors.map { $0.value["type"].text } + ours) == Set(MessageKind.allCases.map(\.typeName)))
    }

    @Test("names of types are found exactly", arguments: MessageKind.allCases)
    func typeNames(kind: MessageKind) {
        #expect(MessageKind(typeName: kind.typeName) == kind)
        #expect(MessageKind(typeName: kind.typeName.lowercased()) == nil)
        #expect(kind.messageType.kind == kind)
        #expect(MessageKind(rawValue: kind.rawValue) == kind)
    }

    @Test("a valid body gives the vector's values, and the same again after being written", arguments: vectors)
    func valid(member: JSONObject.Member) throws {
        let kind = try #require(MessageKind(typeName: member.value["type"].text))
        for vector in member.value["valid"].list {
            try Self.checkValid(kind.messageType, vector, note: "\(member.name), \(vector["note"].text)")
        }
    }

    private static func checkValid<Message: SMPMessage>(_ type: Message.Type, _ vector: JSONValue, note: String) throws {
        let body = vector["body"].text.bytes
        let message: Message
        do { message = try Message(json: body) } catch {
            Issue.record("\(note): \(error)")
            return
        }
        let encoded = message.encoded()
        #expect(try Message(json: encoded) == message, "\(note)")
        #expect(try message.validatedBody() == encoded)
        let written = try JSONValue(json: encoded, limits: .document(maximumBytes: 100_000))
        for parsed in vector["parsed"].members {
            guard let rule = Message.layout.rules.first(where: { $0.name == parsed.name }) else {
                Issue.record("\(note): \(parsed.name) is no field")
                continue
            }
            let value = written.optional(parsed.name) ?? .null
            #expect(
                Self.means(value, parsed.value, rule, writesSingle: parsed.name == "negligible_amount"), "\(note): \(parsed.name)"
            )
        }
        for form in Self.otherForms(body) {
            #expect(try Message(json: form) == message, "\(note): \(String(decoding: form, as: UTF8.self))")
        }
    }

    /// Whether what we wrote means what the vector says.
    private static func means(_ written: JSONValue, _ expected: JSONValue, _ rule: FieldRule, writesSingle: Bool) -> Bool {
        if expected == .null || written == .null { return expected == written }
        switch rule.value {
        case .dateTime: return Timestamp(iso8601: written.text) == Timestamp(iso8601: expected.text)
        case .float where writesSingle:
            let limit = Double(Float.greatestFiniteMagnitude)
            return Float(written.real) == Float(min(expected.real, limit))
        case .integer, .float, .string, .boolean, .date: return written == expected
        }
    }

    /// The same document with escapes for everything that can be escaped, other white space, and the reverse order.
    private static func otherForms(_ body: [UInt8]) -> [[UInt8]] {
        guard let value = try? JSONValue(json: body, limits: .document(maximumBytes: 100_000)) else { return [] }
        var spaced = "\r\n\t {"
        for member in value.members.reversed() {
            if spaced.utf8.last != UInt8(ascii: "{") { spaced += " , " }
            spaced += escaped(member.name) + "\t:\n "
            if case .string(let text) = member.value {
                spaced += escaped(text)
            } else {
                spaced += String(decoding: member.value.encoded(), as: UTF8.self)
            }
        }
        return [(spaced + " }  \n").bytes]
    }

    private static func escaped(_ text: String) -> String {
        "\""
            + text.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined() + "\""
    }

    @Test("an invalid body names exactly the wrong fields", arguments: vectors)
    func invalid(member: JSONObject.Member) throws {
        let kind = try #require(MessageKind(typeName: member.value["type"].text))
        for vector in member.value["invalid"].list {
            Self.checkInvalid(kind.messageType, vector, note: "\(member.name), \(vector["note"].text)")
        }
    }

    private static func checkInvalid<Message: SMPMessage>(_ type: Message.Type, _ vector: JSONValue, note: String) {
        var wrong = Set(vector["errors"].members.map(\.name))
        // A message with neither form lacks the newer one (SMP 1.3.2).
        if note.hasSuffix("(profile A), missing is_dispatching") { wrong = ["transfer_kind"] }
        do throws(MessageError) {
            _ = try Message(json: vector["body"].text.bytes)
            Issue.record("\(note): accepted")
        } catch {
            #expect(Set(error.issues.map(\.field)) == wrong, "\(note): \(error)")
            guard let issue = error.issues.first, wrong.count == 1, wrong.contains(issue.field) else { return }
            let messages = vector["errors"].members[0].value.list.map(\.text)
            if !hasOwnText(issue.problem) { #expect(messages == [issue.problem.description], "\(note)") }
        }
    }

    private static func hasOwnText(_ problem: FieldProblem) -> Bool {
        if case .rule = problem { true } else { false }
    }

    @Test("all wrong fields are reported, in the order of the type's fields, and rules between fields only when none is wrong")
    func allFieldsReported() {
        let json =
            #"{"type":"PrepareTransfer","creditor_id":"x","debtor_id":null,"coordinator_type":"","#
            + #""coordinator_id":1,"coordinator_request_id":true,"min_locked_amount":2,"max_locked_amount":1,"#
            + #""recipient":"ж","max_commit_delay":-1,"ts":5}"#
        let fields = [
            "debtor_id", "creditor_id", "coordinator_type", "coordinator_request_id", "recipient", "final_interest_rate_ts",
            "max_commit_delay", "ts",
        ]
        #expect { try PrepareTransfer(json: json.bytes) } throws: { ($0 as? MessageError)?.issues.map(\.field) == fields }
    }

    @Test("all broken rules between fields are reported (SMP 4.3)")
    func allRulesReported() {
        let json =
            #"{"type":"PrepareTransfer","creditor_id":5,"debtor_id":2,"coordinator_type":"issuing","#
            + #""coordinator_id":1,"coordinator_request_id":1,"min_locked_amount":2,"max_locked_amount":1,"#
            + #""recipient":"r","final_interest_rate_ts":"2022-01-01T00:00:00Z","max_commit_delay":0,"#
            + #""ts":"2022-01-01T00:00:00Z"}"#
        #expect { try PrepareTransfer(json: json.bytes) } throws: {
            ($0 as? MessageError)?.issues.map(\.problem.description) == [
                "max_locked_amount must be equal or greater than min_locked_amount.",
                "Invalid coordinator_id for issuing transfer.",
                "Invalid sender creditor_id for issuing transfer.",
            ]
        }
    }
}

extension JSONObject.Member: CustomTestStringConvertible {
    public var testDescription: String { name }
}
