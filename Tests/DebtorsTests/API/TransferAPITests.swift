import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

@Suite("Issuing transfers over the Web API (DA-API 6.12 – 6.16, DA 18.1.8, 18.1.9, 18.2.2, 18.2.4)", .timeLimit(.minutes(10)))
struct TransferAPITests {
    static let uuid = "123e4567-e89b-12d3-a456-000000000001"
    static let path = "/debtors/4294967296/transfers/\(uuid)"
    private var list: String { "/debtors/4294967296/transfers/" }

    static func request(_ uuid: String = uuid, amount: String = "1000", recipient: String = "swpt:4294967296/1111", more: String = "")
        -> String
    {
        #"""
        {"type":"TransferCreationRequest","transferUuid":"\#(uuid)","recipient":{"type":"AccountIdentity",\#
        "uri":"\#(recipient)"},"amount":\#(amount)\#(more)}
        """#
    }

    private static func transfer(_ rest: String, amount: Int = 1000) -> String {
        #"""
        {"type":"Transfer","uri":"\#(path)","transferUuid":"\#(uuid)","transfersList":{"uri":"/debtors/4294967296/transfers/"},
         "recipient":{"type":"AccountIdentity","uri":"swpt:4294967296/1111"},"amount":\#(amount),"noteFormat":"","note":"",
         "initiatedAt":"2026-03-04T05:06:07.123456+00:00",\#(rest)}
        """#
    }

    @Test("creation, repetition, conflict, list, deletion")
    func life() async throws {
        try await TestNode.with { node async throws in
            try expect(try await node.get(list), refusal: 404)
            try expect(try await node.post(list, Self.request()), refusal: 404)
            try await node.activate()
            _ = try await node.takeSent()
            let empty =
                #"""
                {"type":"TransfersList","uri":"\#(list)","debtor":{"uri":"/debtors/4294967296/"},\#
                "itemsType":"ObjectReference","items":[],"first":""}
                """#
            try expect(try await node.get(list), 200, empty)

            let created = try await node.post(list, Self.request())
            try expect(created, 201, Self.transfer(#""checkupAt":"2026-03-04T05:06:17.123456+00:00""#))
            #expect(created.location == TestNode.base + Self.path)
            node.clock.advance(seconds: 60)
            try expect(try await node.get(Self.path), 200, Self.transfer(#""checkupAt":"2026-03-04T05:08:07.123456+00:00""#))
            for same in [Self.request(), Self.request(Self.uuid.uppercased()), Self.request("{\(Self.uuid)}")] {
                let repeated = try await node.post(list, same)
                #expect(repeated.status == 303)
                #expect(repeated.location == created.location)
            }
            for other in [
                Self.request(amount: "999"), Self.request(recipient: "swpt:4294967296/!MTExMQ=="), Self.request(more: #","note":"x""#),
            ] {
                try expect(try await node.post(list, other), refusal: 409)
            }
            try expect(try await node.get(list), 200, empty.replacing(#""items":[]"#, with: #""items":[{"uri":"\#(Self.uuid)"}]"#))
            #expect(try await node.takeSent().count == 1)

            #expect(try await node.delete(Self.path).status == 204)
            #expect(try await node.delete(Self.path).status == 204)
            try expect(try await node.get(Self.path), refusal: 404)
            try expect(try await node.get(list), 200, empty)
            #expect(try await node.takeSent().isEmpty)
        }
    }

    @Test("the PrepareTransfer message")
    func prepareMessage() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.takeSent()
            _ = try await node.post(list, Self.request())
            let message = try #require(try await node.takeSent().first)
            let request = try #require(message["coordinator_request_id"]?.integer)
            let expected = try JSONValue(
                document:
                    #"""
                    {"type":"PrepareTransfer","coordinator_type":"issuing","coordinator_id":4294967296,\#
                    "coordinator_request_id":\#(request),"min_locked_amount":1000,"max_locked_amount":1000,\#
                    "debtor_id":4294967296,"creditor_id":0,"recipient":"1111","ts":"2026-03-04T05:06:07.123456+00:00",\#
                    "max_commit_delay":2147483647,"final_interest_rate_ts":"9999-12-31T23:59:59+00:00"}
                    """#
            )
            #expect(message == expected)
        }
    }

    @Test("results: success, errors with and without the locked amount")
    func results() async throws {
        try await TestNode.with { node async throws in
            let cases: [(DebtorID, (RunningTransfer) -> any InboxMessage, String)] = [
                (4_294_967_296, { Sample.finalized($0) }, #""committedAmount":1000"#),
                (
                    4_294_967_297, { Sample.rejected($0, code: "INSUFFICIENT_AVAILABLE_AMOUNT", locked: 5) },
                    #"""
                    "committedAmount":0,"error":{"type":"TransferError","errorCode":"INSUFFICIENT_AVAILABLE_AMOUNT",\#
                    "totalLockedAmount":5}
                    """#
                ),
                (
                    4_294_967_298, { Sample.rejected($0, code: "TIMEOUT", locked: 5) },
                    #""committedAmount":0,"error":{"type":"TransferError","errorCode":"TIMEOUT"}"#
                ),
                (
                    4_294_967_299, { Sample.rejected($0, code: "", locked: 5) },
                    #""committedAmount":0,"error":{"type":"TransferError","errorCode":""}"#
                ),
            ]
            for (id, message, result) in cases {
                try await node.activate(id)
                let path = "\(id.path)/transfers/\(Self.uuid)"
                #expect(try await node.post("\(id.path)/transfers/", Self.request(recipient: "swpt:\(id)/1111")).status == 201)
                let transfer = try #require(try await node.store.transfer(id, TransferUUID(path: Self.uuid)!))
                if result == cases[0].2 { try await node.deliver(Sample.prepared(transfer)) }
                try await node.deliver(message(transfer))
                let answer = try await node.get(path)
                #expect(try answer.json()["checkupAt"] == nil)
                let expected = try JSONValue(
                    document: #"{"type":"TransferResult","finalizedAt":"2026-03-04T05:06:07.123456+00:00",\#(result)}"#)
                #expect(try answer.json()["result"] == expected)
            }
        }
    }

    @Test("limits: the eleventh creation is refused")
    func limits() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for n in 10..<20 { #expect(try await node.post(list, Self.request("123e4567-e89b-12d3-a456-0000000000\(n)")).status == 201) }
            try expect(try await node.post(list, Self.request()), refusal: 403)
            #expect(try await node.post(list, Self.request("123e4567-e89b-12d3-a456-000000000010")).status == 303)
            #expect(try await node.takeSent().count == 11)
        }
    }

    @Test("cancelling")
    func cancel() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try expect(try await node.post(Self.path), refusal: 404)
            _ = try await node.post(list, Self.request())
            try expect(try await node.post(Self.path, #"{"type":"X"}"#), errors: #"{"type":["Invalid type."]}"#)
            node.clock.advance(seconds: 1)
            let cancelled = Self.transfer(
                #"""
                "result":{"type":"TransferResult","finalizedAt":"2026-03-04T05:06:08.123456+00:00","committedAmount":0,\#
                "error":{"type":"TransferError","errorCode":"CANCELED_BY_THE_SENDER"}}
                """#
            )
            for body in [#"{"type":"TransferCancelationRequest"}"#, "{}"] {
                try expect(try await node.post(Self.path, body), 200, cancelled)
                node.clock.advance(seconds: 1)
            }
            try expect(try await node.get(Self.path), 200, cancelled)

            let second = "\(Self.path.dropLast())2"
            _ = try await node.post(list, Self.request("\(Self.uuid.dropLast())2"))
            let transfer = try #require(try await node.store.transfer(Sample.debtorID, TransferUUID(path: "\(Self.uuid.dropLast())2")!))
            try await node.deliver(Sample.prepared(transfer))
            try expect(try await node.post(second), refusal: 403)
            try await node.deliver(Sample.finalized(transfer))
            try expect(try await node.post(second), refusal: 403)
        }
    }

    static let wrongPathCases: [String] = ["x", uuid.replacing("-", with: ""), "\(uuid)/", "{\(uuid)}"]

    @Test("paths that name no transfer")
    func wrongPath() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for segment in Self.wrongPathCases {
                try expect(try await node.get("\(list)\(segment)"), refusal: 404)
            }
        }
    }

    static let wrong: [(String, String)] = [
        (
            "{}",
            #"""
            {"transferUuid":["Missing data for required field."],"recipient":["Missing data for required field."],\#
            "amount":["Missing data for required field."]}
            """#
        ),
        (request("123"), #"{"transferUuid":["Not a valid UUID."]}"#),
        (
            #"{"transferUuid":5,"amount":null,"note":1,"noteFormat":2,"recipient":{"zzz":1}}"#,
            #"""
            {"transferUuid":["Not a valid UUID."],"amount":["Field may not be null."],"note":["Not a valid string."],\#
            "noteFormat":["Not a valid string."],"recipient":{"uri":["Missing data for required field."],\#
            "zzz":["Unknown field."]}}
            """#
        ),
        (request(amount: "-1"), #"{"amount":["Must be greater than or equal to 0 and less than or equal to 9223372036854775807."]}"#),
        (
            request(amount: "9223372036854775808"),
            #"{"amount":["Must be greater than or equal to 0 and less than or equal to 9223372036854775807."]}"#
        ),
        (request(amount: "NaN"), #"{"amount":["Not a valid integer."]}"#),
        (request(amount: "1e400"), #"{"amount":["Number too large."]}"#),
        (request(more: #","noteFormat":"123456789""#), #"{"noteFormat":["String does not match expected pattern."]}"#),
        (request(more: #","noteFormat":"a_b""#), #"{"noteFormat":["String does not match expected pattern."]}"#),
        (request(more: #","noteFormat":"abc\n""#), #"{"noteFormat":["String does not match expected pattern."]}"#),
        (request(more: #","note":"\#(String(repeating: "a", count: 501))""#), #"{"note":["Longer than maximum length 500."]}"#),
        (
            request(more: #","note":"\#(String(repeating: "ж", count: 500))""#),
            #"{"note":["The total byte-length of the note exceeds 500 bytes."]}"#
        ),
        (request(more: #","unknown":1"#), #"{"unknown":["Unknown field."]}"#),
        (request(recipient: String(repeating: "x", count: 201)), #"{"recipient":{"uri":["Longer than maximum length 200."]}}"#),
        (request().replacing("AccountIdentity", with: "Account"), #"{"recipient":{"type":["Invalid type."]}}"#),
        (
            request().replacing(#"{"type":"AccountIdentity","uri":"swpt:4294967296/1111"}"#, with: "[]"),
            #"{"recipient":{"_schema":["Invalid input type."]}}"#
        ),
        (request(recipient: "INVALID"), #"{"recipient":{"uri":["The URI can not be recognized."]}}"#),
        (request(recipient: "swpt:4294967296/!YR=="), #"{"recipient":{"uri":["The URI can not be recognized."]}}"#),
        (request(recipient: "swpt:1/1111"), #"{"recipient":{"uri":["Invalid recipient account."]}}"#),
        ("[]", #"{"_schema":["Invalid input type."]}"#),
    ]

    @Test("wrong requests")
    func wrongRequest() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for (body, errors) in Self.wrong {
                try expect(try await node.post(list, body), errors: errors)
                // The recipient is looked at before the debtor (DA-API 6.13).
                if errors.contains("recipient account") {
                    try expect(try await node.post("/debtors/4294967299/transfers/", body), errors: errors)
                }
            }
        }
    }

    static let amountsCases: [String] = ["9223372036854775807", "0", "\"12\"", "2.9"]

    @Test("the greatest amount, and an amount of nothing")
    func amounts() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for amount in Self.amountsCases {
                let uuid = "\(Self.uuid.dropLast())\(amount.count % 10)"
                #expect(try await node.post(list, Self.request(uuid, amount: amount)).status == 201)
            }
        }
    }

    @Test("a debtor with a negative ID is named by its unsigned form")
    func negativeID() async throws {
        try await TestNode.with(["MIN_DEBTOR_ID": "-5", "MAX_DEBTOR_ID": "5"]) { node async throws in
            try await node.activate(-1)
            let answer = try await node.post(
                "/debtors/18446744073709551615/transfers/", Self.request(recipient: "swpt:18446744073709551615/0"))
            #expect(answer.status == 201)
            #expect(try answer.json()["uri"]?.text == "/debtors/18446744073709551615/transfers/\(Self.uuid)")
        }
    }
}
