import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

@Suite("Administration of debtors (DA-API 6.1 – 6.7, DA 18.1.1 – 18.1.4, 18.1.6)", .timeLimit(.minutes(10)))
struct AdministrationTests {
    /// What is said of a fresh active debtor, apart from what the arguments say.
    static func debtor(
        _ id: DebtorID = Sample.debtorID, createdAt: String = "2026-03-04T05:06:07.123456+00:00",
        updatedAt: String = "2026-03-04T05:06:07.123456+00:00", minBalance: String = "-9223372036854775808",
        balance: Int64 = 0, data: String = "", updateID: Int = 1, noteMaxBytes: Int = 0, more: String = ""
    ) -> String {
        let path = "/debtors/\(id.unsignedText)"
        return #"""
            {"type":"Debtor","uri":"\#(path)/","identity":{"type":"DebtorIdentity","uri":"swpt:\#(id.unsignedText)"},
             "config":{"type":"DebtorConfig","uri":"\#(path)/config","debtor":{"uri":"\#(path)/"},"configData":"\#(data)",
                       "latestUpdateId":\#(updateID),"latestUpdateAt":"\#(updatedAt)"},
             "transfersList":{"uri":"\#(path)/transfers/"},"createTransfer":{"uri":"\#(path)/transfers/"},
             "saveDocument":{"uri":"\#(path)/documents/"},"publicInfoDocument":{"uri":"\#(path)/public"},
             "createdAt":"\#(createdAt)","balance":\#(balance),"minBalance":\#(minBalance),"noteMaxBytes":\#(noteMaxBytes)\#(more)}
            """#
    }

    @Test("a random ID is reserved and can be activated")
    func reserveRandom() async throws {
        try await TestNode.with { node async throws in
            let answer = try await node.post("/debtors/.debtor-reserve")
            #expect(answer.status == 200)
            let json = try answer.json()
            let id = try #require(json["debtorId"]?.text)
            let reservation = try #require(json["reservationId"]?.text)
            try expect(
                answer, 200,
                #"""
                {"type":"DebtorReservation","debtorId":"\#(id)","reservationId":"\#(reservation)",\#
                "createdAt":"2026-03-04T05:06:07.123456+00:00","validUntil":"2026-03-18T05:06:07.123456+00:00"}
                """#
            )
            #expect((4_294_967_296...8_589_934_591).contains(try #require(UInt64(id))))
            #expect(try await node.post("/debtors/\(id)/activate", #"{"reservationId":"\#(reservation)"}"#).status == 200)
        }
    }

    @Test("random reservations are not for shards, and end when all IDs are taken")
    func reserveRandomFails() async throws {
        try await TestNode.with(["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "1.0.1.0.1.0.1.0.1.0.1.0.1.0.#"]) { node async throws in
            try expect(
                try await node.post("/debtors/.debtor-reserve"), 500,
                #"{"code":500,"status":"Internal Server Error","message":"The /.debtor-reserve endpoint does not support shards."}"#)
        }
        try await TestNode.with(["MAX_DEBTOR_ID": "4294967296"]) { node async throws in
            try await node.activate()
            try expect(
                try await node.post("/debtors/.debtor-reserve"), 500,
                #"{"code":500,"status":"Internal Server Error","message":"Can not generate a valid debtor ID."}"#)
        }
    }

    @Test("the way from nothing to an active debtor")
    func life() async throws {
        try await TestNode.with { node async throws in
            let path = Sample.debtorID.path
            try expect(try await node.get("\(path)/"), refusal: 403)
            try expect(try await node.post("\(path)/reserve", as: "INVALID_USER_ID"), refusal: 403)
            try expect(try await node.post("/debtors/2/reserve", as: "debtors:2"), refusal: 403)
            try expect(try await node.post("/debtors/2/reserve"), refusal: 404)

            let reservation = try await node.post("\(path)/reserve", #"{"type":"DebtorReservationRequest"}"#)
            let reservationID = try #require(try reservation.json()["reservationId"]?.text)
            try expect(
                reservation, 200,
                #"""
                {"type":"DebtorReservation","debtorId":"4294967296","reservationId":"\#(reservationID)",\#
                "createdAt":"2026-03-04T05:06:07.123456+00:00","validUntil":"2026-03-18T05:06:07.123456+00:00"}
                """#
            )
            try expect(try await node.post("\(path)/reserve"), refusal: 409)
            try expect(try await node.get("\(path)/"), refusal: 403)
            try expect(try await node.get("\(path)/config"), refusal: 404)
            try expect(try await node.get("\(path)/public"), refusal: 410)

            for wrong in ["123", "", "\(reservationID) "] {
                try expect(
                    try await node.post("\(path)/activate", #"{"reservationId":"\#(wrong)"}"#),
                    errors: #"{"reservationId":["Invalid ID."]}"#)
            }
            try expect(try await node.post("\(path)/activate"), refusal: 409)
            #expect(try await node.takeSent().isEmpty)

            node.clock.advance(seconds: 1)
            let active = Self.debtor(updatedAt: "2026-03-04T05:06:08.123456+00:00")
            try expect(try await node.post("\(path)/activate", #"{"reservationId":"\#(reservationID)"}"#), 200, active)
            node.clock.advance(seconds: 1)
            try expect(try await node.post("\(path)/activate", #"{"reservationId":"\#(reservationID)"}"#), 200, active)
            try expect(try await node.get("\(path)/"), 200, active)
            try expect(try await node.post("\(path)/activate", #"{"reservationId":"123"}"#), refusal: 409)
            try expect(try await node.post("\(path)/reserve"), refusal: 409)

            let sent = try await node.takeSent()
            #expect(sent.count == 1)
            let expected = try JSONValue(
                document:
                    #"""
                    {"type":"ConfigureAccount","debtor_id":4294967296,"creditor_id":0,\#
                    "ts":"2026-03-04T05:06:08.123456+00:00","seqnum":1,"negligible_amount":9.223372e+18,"config_data":"",\#
                    "config_flags":0}
                    """#
            )
            #expect(sent.first == expected)
        }
    }

    @Test("direct activation, and activation of somebody unknown with a reservation")
    func directActivation() async throws {
        try await TestNode.with { node async throws in
            let path = Sample.debtorID.path
            try expect(
                try await node.post("\(path)/activate", #"{"reservationId":"123"}"#), errors: #"{"reservationId":["Invalid ID."]}"#)
            try expect(try await node.post("\(path)/activate", as: "debtors-supervisor"), 200, Self.debtor())
            try expect(try await node.post("\(path)/activate"), refusal: 409)
            #expect(try await node.takeSent().count == 1)
            try expect(try await node.post("/debtors/1/activate"), refusal: 404)
        }
    }

    static let wrongActivationCases: [(String, String)] = [
        (#"{"reservationId":null}"#, #"{"reservationId":["Field may not be null."]}"#),
        (#"{"reservationId":5}"#, #"{"reservationId":["Not a valid string."]}"#),
        (#"{"reservationId":"\u0000"}"#, #"{"reservationId":["Not a valid string."]}"#),
        (#"{"type":"DebtorActivation"}"#, #"{"type":["Invalid type."]}"#),
        (#"{"zzz":1}"#, #"{"zzz":["Unknown field."]}"#),
        ("[]", #"{"_schema":["Invalid input type."]}"#),
    ]

    @Test("wrong activation requests")
    func wrongActivation() async throws {
        try await TestNode.with { node async throws in
            for (body, errors) in Self.wrongActivationCases {
                try expect(try await node.post("\(Sample.debtorID.path)/activate", body), errors: errors)
                try expect(try await node.post("/debtors/1/activate", body), errors: errors)
            }
        }
    }

    @Test("only the superuser deactivates; it can be done again; nothing is left but the tombstone and the documents")
    func deactivate() async throws {
        try await TestNode.with { node async throws in
            let path = Sample.debtorID.path
            let debtor = try await node.activate()
            _ = try await node.post("\(path)/transfers/", TransferAPITests.request())
            let document = try await node.send(.post, "\(path)/documents/", "hello", type: "text/plain")
            _ = try await node.takeSent()
            for user in ["debtors:4294967296", "debtors-supervisor"] {
                try expect(try await node.post("\(path)/deactivate", as: user), refusal: 403)
            }
            try expect(try await node.post("\(path)/deactivate", #"{"type":"X"}"#), errors: #"{"type":["Invalid type."]}"#)

            for body in [#"{"type":"DebtorDeactivationRequest"}"#, "{}"] {
                let answer = try await node.post("\(path)/deactivate", body, as: "debtors-superuser")
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
            }
            let sent = try await node.takeSent()
            #expect(sent.count == 1)
            #expect(sent.first?["config_flags"]?.integer == 1)

            try expect(try await node.get("\(path)/"), refusal: 403)
            try expect(try await node.get("\(path)/config"), refusal: 404)
            try expect(try await node.get("\(path)/transfers/"), refusal: 404)
            try expect(try await node.get(TransferAPITests.path), refusal: 404)
            try expect(try await node.get("\(path)/public"), refusal: 410)
            #expect(try await node.get(String(document.location!.dropFirst(TestNode.base.count))).text == "hello")
            try expect(try await node.post("\(path)/reserve"), refusal: 409)
            #expect(
                try await node.post("\(path)/activate", #"{"reservationId":"\#(debtor.reservationID.text)"}"#).status == 200)
            #expect(try await node.takeSent().isEmpty)
            #expect(try await node.post("\(DebtorID(4_294_967_299).path)/deactivate").status == 204)
            try expect(try await node.post("/debtors/1/deactivate"), refusal: 404)
        }
    }

    @Test("only the superuser restricts, and only active debtors")
    func restrict() async throws {
        try await TestNode.with { node async throws in
            let path = Sample.debtorID.path
            try expect(try await node.post("\(path)/restrict", #"{"minBalance":-5500}"#), refusal: 404)
            try await node.activate()
            for user in ["debtors:4294967296", "debtors-supervisor"] {
                try expect(try await node.post("\(path)/restrict", #"{"minBalance":-5500}"#, as: user), refusal: 403)
            }
            try expect(try await node.post("/debtors/1/restrict", #"{"minBalance":0}"#), refusal: 404)
            try expect(try await node.get("\(path)/"), 200, Self.debtor())
            node.clock.advance(seconds: 1)
            let restricted = Self.debtor(updatedAt: "2026-03-04T05:06:08.123456+00:00", minBalance: "-5500")
            try expect(
                try await node.post("\(path)/restrict", #"{"type":"DebtorRestrictionRequest","minBalance":-5500}"#), 200, restricted)
            try expect(try await node.get("\(path)/"), 200, restricted)
            #expect(try await node.takeSent().map { $0["negligible_amount"] } == [JSONValue(9.223372e18), JSONValue(5500.0)])
        }
    }

    static let wrongRestrictionCases: [(String, String)] = [
        ("{}", "Missing data for required field."), (#"{"minBalance":null}"#, "Field may not be null."),
        (#"{"minBalance":true}"#, "Not a valid integer."), (#"{"minBalance":"x"}"#, "Not a valid integer."),
        (#"{"minBalance":"-1.0"}"#, "Not a valid integer."), (#"{"minBalance":1e400}"#, "Number too large."),
        (#"{"minBalance":{}}"#, "Not a valid integer."),
        (#"{"minBalance":1}"#, "Must be greater than or equal to -9223372036854775808 and less than or equal to 0."),
        (
            #"{"minBalance":-9223372036854775809}"#,
            "Must be greater than or equal to -9223372036854775808 and less than or equal to 0."
        ),
    ]

    @Test("wrong restriction requests")
    func wrongRestriction() async throws {
        try await TestNode.with { node async throws in
            for (body, message) in Self.wrongRestrictionCases {
                try expect(
                    try await node.post("\(Sample.debtorID.path)/restrict", body), errors: #"{"minBalance":["\#(message)"]}"#)
            }
        }
    }

    @Test("the list of debtors has active ones only, page by page, in the order of signed numbers")
    func list() async throws {
        try await TestNode.with { node async throws in
            try expect(
                try await node.get("/debtors/.list"), 200,
                #"""
                {"type":"DebtorsList","uri":"/debtors/.list","itemsType":"ObjectReference",\#
                "first":"/debtors/9223372036854775808/enumerate"}
                """#
            )
            for id in [8_589_934_591, 4_294_967_296, 4_294_967_298] as [DebtorID] { try await node.activate(id) }
            _ = try await node.post("/debtors/4294967297/reserve")
            try expect(
                try await node.get("/debtors/9223372036854775808/enumerate"), 200,
                #"""
                {"type":"ObjectReferencesPage","uri":"/debtors/9223372036854775808/enumerate?",\#
                "items":[{"uri":"/debtors/4294967296/"},{"uri":"/debtors/4294967298/"}],\#
                "next":"/debtors/8589934591/enumerate"}
                """#
            )
            try expect(
                try await node.get("/debtors/8589934591/enumerate?v=1", as: "debtors-supervisor"), 200,
                #"{"type":"ObjectReferencesPage","uri":"/debtors/8589934591/enumerate?v=1","items":[{"uri":"/debtors/8589934591/"}]}"#)
            try expect(
                try await node.get("/debtors/9223372036854775807/enumerate"), 200,
                #"{"type":"ObjectReferencesPage","uri":"/debtors/9223372036854775807/enumerate?","items":[]}"#)
            try expect(try await node.get("/debtors/.list", as: "debtors:4294967296"), refusal: 403)
            try expect(try await node.get("/debtors/1/enumerate", as: "debtors:1"), refusal: 403)
            try expect(try await node.get("/debtors/18446744073709551616/enumerate"), refusal: 404)
        }
    }

    @Test("IDs that are not served are left out of the list")
    func listOfShard() async throws {
        try await TestNode.with(["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "1.#"]) { node async throws in
            for id in [4_294_967_296, 8_589_934_591] as [DebtorID] {
                try await node.store.insert(Sample.active(id))
            }
            try expect(
                try await node.get("/debtors/0/enumerate"), 200,
                #"{"type":"ObjectReferencesPage","uri":"/debtors/0/enumerate?","items":[{"uri":"/debtors/8589934591/"}]}"#)
        }
    }
}
