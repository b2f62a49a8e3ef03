import SMPProtocol
import TestSupport
import Testing

/// What kills the public implementation's consumer, and more (SMP 2, 19.1).
@Suite("Messages: hostile bodies")
struct HostileInputTests {
    private static func update(_ member: String) -> [UInt8] {
        let base =
            #"{"type":"RejectedConfig","creditor_id":1,"debtor_id":2,"config_ts":"2022-01-01T00:00:00Z","#
            + #""config_seqnum":0,"config_flags":0,"config_data":"d","negligible_amount":0.5,"rejection_code":"E","#
            + #""ts":"2022-01-01T00:00:00Z""#
        return (base + member + "}").bytes
    }

    private static func verdict(_ body: [UInt8]) -> String {
        do throws(MessageError) {
            _ = try RejectedConfig(json: body)
            return "valid"
        } catch {
            switch error {
            case .malformed(let error): return error.reason.rawValue
            case .invalid(let issues): return issues.map { "\($0.field): \($0.problem)" }.joined(separator: "; ")
            }
        }
    }

    @Test(
        "a member that replaces a good one",
        arguments: [
            (#","config_data":"\ud800""#, "config_data: Not a valid string."),
            (#","config_data":"a\u0000b""#, "config_data: Not a valid string."),
            (#","x":"\ud800\u0000""#, "valid"), (#","\ud800":1,"\u0000":2"#, "valid"),
            (
                #","config_flags":99999999999999999999999999999999"#,
                "config_flags: Must be greater than or equal to -2147483648 and less than or equal to 2147483647."
            ),
            (#","x":\#(String(repeating: "9", count: 4300))"#, "valid"),
            (#","x":\#(String(repeating: "9", count: 4301))"#, "the number is too long"),
            (#","x":\#(String(repeating: "[", count: 511))\#(String(repeating: "]", count: 511))"#, "valid"),
            (#","x":\#(String(repeating: "[", count: 512))\#(String(repeating: "]", count: 512))"#, "too many levels"),
            (#","x":\#(String(repeating: "{\"a\":", count: 100_000))"#, "too many levels"),
            (#","x":NaN,"y":-Infinity,"z":[Infinity,{"a":NaN}]"#, "valid"),
            (#","negligible_amount":NaN"#, "negligible_amount: Special numeric values (nan or infinity) are not permitted."),
            (#","negligible_amount":-0.0"#, "valid"), (#","negligible_amount":1e308"#, "valid"),
            (#","negligible_amount":\#(String(repeating: "9", count: 400))"#, "negligible_amount: Number too large."),
            (
                #","negligible_amount":1e99999999999999999999"#,
                "negligible_amount: Special numeric values (nan or infinity) are not permitted."
            ),
            (#","negligible_amount":1e-99999999999999999999"#, "valid"),
            (#","config_flags":"0x10""#, "config_flags: Not a valid integer."),
            (#","config_flags":1e99999999999999999999"#, "config_flags: Number too large."),
            (#","config_flags":"١""#, "config_flags: Not a valid integer."),
            (#","config_seqnum":-1e-99999"#, "valid"), (#","ts":"2022-01-01T00:00:00""#, "valid"),
            (#","ts":"9999-12-31T23:59:59-23:59""#, "valid"),
            (#","ts":"\u0032022-01-01T00:00:00Z""#, "valid"),
            (#","ts":"2022-01-01T00:00:00Z\u0000""#, "ts: Not a valid datetime."),
            (#","ts":"２022-01-01T00:00:00Z""#, "ts: Not a valid datetime."),
            (#","rejection_code":"\u00e9""#, "rejection_code: The rejection_code field contains non-ASCII characters."),
            (#","rejection_code":"\u0065\u007f\u0001""#, "valid"),
            (#","config_data":null"#, "config_data: Field may not be null."),
            (#","type":"rejectedconfig""#, "type: Invalid type."), (#","\u0074ype":"x""#, "type: Invalid type."),
            (#","x":"#, "unexpected byte"), (#","x":1,"#, "unexpected byte"), (#",:1"#, "unexpected byte"),
        ])
    func member(member: String, verdict: String) {
        #expect(Self.verdict(Self.update(member)) == verdict)
    }

    @Test("a moment without an offset is UTC")
    func zoneless() throws {
        let message = try RejectedConfig(json: Self.update(#","ts":"2022-01-01 00:00""#))
        #expect(message.ts == Timestamp(iso8601: "2022-01-01T00:00:00+00:00"))
    }

    @Test("a negligible amount beyond single precision becomes the greatest single")
    func clampedAmount() throws {
        let message = try RejectedConfig(json: Self.update(#","negligible_amount":1e308"#))
        #expect(message.negligibleAmount == Float.greatestFiniteMagnitude)
    }

    @Test("limits of length count code points, limits of bytes count bytes")
    func lengths() {
        let twoBytes = String(repeating: "é", count: 1000)
        #expect(Self.verdict(Self.update(#","config_data":"\#(twoBytes)""#)) == "valid")
        #expect(Self.verdict(Self.update(#","config_data":"\#(twoBytes)a""#)).hasPrefix("config_data: The total byte-length"))
        #expect(Self.verdict(Self.update(#","config_data":"\#(String(repeating: "\\u00e9", count: 1000))""#)) == "valid")
        #expect(Self.verdict(Self.update(#","config_data":"\#(String(repeating: "\\n", count: 2000))""#)) == "valid")
        #expect(
            Self.verdict(Self.update(#","config_data":"\#(String(repeating: "\\n", count: 2001))""#))
                == "config_data: Longer than maximum length 2000.")
        #expect(Self.verdict(Self.update(#","rejection_code":"\#(String(repeating: "\\u0041", count: 30))""#)) == "valid")
    }

    @Test("a final newline in a hash or in a note format is refused")
    func finalNewline() {
        let hash = String(repeating: "A", count: 64)
        for (text, matches) in [
            (hash, true), (hash.lowercased(), true), ("", true), (hash + "\n", false), ("\n", false),
            (hash.dropLast() + "a", false), (String(hash.dropLast()), false),
        ] {
            #expect(StringPattern.sha256Hex.matches(text) == matches, "\(text.debugDescription)")
        }
        for (text, matches) in [
            ("-cXchge", true), ("", true), ("12345678", true), ("json\n", false), ("123456789", false), ("a_b", false),
            ("é", false),
        ] {
            #expect(StringPattern.transferNoteFormat.matches(text) == matches, "\(text.debugDescription)")
        }
    }

    @Test("a document that is too long is refused without being read")
    func tooLong() {
        let body = Self.update(#","x":"\#(String(repeating: "a", count: 1 << 20))""#)
        #expect(Self.verdict(body) == "the document is too long")
    }

    @Test(
        "what is no object is invalid, what is no document is malformed",
        arguments: ["[]", "null", "1", "\"a\"", "true", " [1] "])
    func noObject(json: String) {
        #expect(Self.verdict(json.bytes) == "_schema: Invalid input type.")
        #expect(Self.verdict((json + "]").bytes) == "bytes after the document")
        #expect(Self.verdict([]) == "the document ends too early")
    }

    @Test("both forms of the kind of a transfer are taken; when both are there the newer decides (SMP 1.3.2)")
    func transferKinds() {
        func kind(_ members: String) -> Result<TransferKind, MessageError> {
            let json =
                #"{"type":"TriggerTransfer","collector_id":1,"turn_id":3,"debtor_id":2,"creditor_id":4,"#
                + #""ts":"2022-01-01T00:00:00Z"\#(members)}"#
            return Result { () throws(MessageError) in try TriggerTransfer(json: json.bytes).transferKind }
        }
        #expect(kind(#","is_dispatching":true"#) == .success(.dispatching))
        #expect(kind(#","is_dispatching":"no""#) == .success(.sending))
        #expect(kind(#","transfer_kind":2,"is_dispatching":[]"#) == .success(.moving))
        #expect(kind(#","transfer_kind":0,"is_dispatching":true"#) == .success(.sending))
        #expect(kind(#","transfer_kind":3"#) == .success(.unassigned))
        for wrong in [
            #","transfer_kind":4,"is_dispatching":true"#, #","transfer_kind":null,"is_dispatching":true"#,
            #","is_dispatching":2"#, "",
        ] {
            #expect(throws: MessageError.self) { try kind(wrong).get() }
        }
    }
}
