import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

@Suite("A debtor and its configuration (DA-API 6.8 – 6.11, DA 18.1.5, 18.1.7, 18.1.10 – 18.1.12, 18.2.1)", .timeLimit(.minutes(10)))
struct DebtorAPITests {
    let path = Sample.debtorID.path

    static let redirectCases: [(String, String)] = [
        ("debtors:2", "2"), ("debtors:18446744073709551615", "18446744073709551615"), ("debtors:007", "7"),
    ]

    @Test("everybody finds its own place")
    func redirect() async throws {
        try await TestNode.with { node async throws in
            for (user, id) in Self.redirectCases {
                let answer = try await node.get("/debtors/.debtor", as: user)
                #expect(answer.status == 303)
                #expect(answer.location == "\(TestNode.base)/debtors/\(id)/")
                #expect(answer.contentType == "text/html; charset=utf-8")
            }
        }
    }

    @Test("whoever is no debtor has no place")
    func noRedirect() async throws {
        try await TestNode.with { node async throws in
            for user in [nil, "debtors-superuser", "debtors-supervisor"] {
                let answer = try await node.get("/debtors/.debtor", as: user)
                #expect(answer.status == 204)
                #expect(answer.body.isEmpty)
            }
            for user in ["", "someone", "debtors:", "debtors:x", "xdebtors:1", "debtors:18446744073709551616"] {
                try expect(try await node.get("/debtors/.debtor", as: user), refusal: 403)
            }
        }
    }

    @Test("a debtor whose row was activated directly has never been configured")
    func neverConfigured() async throws {
        try await TestNode.with { node async throws in
            var debtor = Sample.reserved()
            debtor.status = .active
            try await node.store.insert(debtor)
            try expect(
                try await node.get("\(path)/"), 200, AdministrationTests.debtor(updatedAt: "1970-01-01T00:00:00+00:00"))
        }
    }

    @Test("the debtor shows what the accounting authority has said")
    func account() async throws {
        try await TestNode.with { node async throws in
            let debtor = try await node.activate()
            try await node.deliver(Sample.update(debtor, principal: -250_000) { $0.transferNoteMaxBytes = 400 })
            try await node.deliver(Sample.rejection(of: debtor))
            try expect(
                try await node.get("\(path)/", as: "debtors:4294967296"), 200,
                AdministrationTests.debtor(
                    balance: -250_000, noteMaxBytes: 400,
                    more: #","configError":"INVALID_CONFIGURATION","account":{"type":"AccountIdentity","uri":"swpt:4294967296/0"}"#))
        }
    }

    @Test(
        "account IDs that are not plain are encoded, and impossible ones are left out",
        arguments: [("a.b/c", "swpt:4294967296/!YS5iL2M="), ("", nil)] as [(String, String?)])
    func accountID(id: String, uri: String?) async throws {
        try await TestNode.with { node async throws in
            let debtor = try await node.activate()
            try await node.deliver(Sample.update(debtor) { $0.accountID = AccountID(id)! })
            #expect(try await node.get("\(path)/").json()["account"]?["uri"]?.text == uri)
        }
    }

    @Test("the configuration is changed in steps of one, and repetitions count until the limit")
    func config() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let config = { (data: String, id: Int, at: String) in
                #"""
                {"type":"DebtorConfig","uri":"\#(path)/config","debtor":{"uri":"\#(path)/"},"configData":"\#(data)",\#
                "latestUpdateId":\#(id),"latestUpdateAt":"\#(at)"}
                """#
            }
            try expect(try await node.get("\(path)/config"), 200, config("", 1, "2026-03-04T05:06:07.123456+00:00"))
            try expect(try await node.get("\(DebtorID(4_294_967_297).path)/config"), refusal: 404)
            try expect(
                try await node.patch("\(DebtorID(4_294_967_297).path)/config", #"{"configData":"","latestUpdateId":2}"#), refusal: 404)

            node.clock.advance(seconds: 0.876544)
            let first = #"{"type":"DebtorConfig","configData":"TEST","latestUpdateId":2}"#
            let answer = config("TEST", 2, "2026-03-04T05:06:08+00:00")
            try expect(try await node.patch("\(path)/config", first), 200, answer)
            try expect(try await node.get("\(path)/config"), 200, answer)
            let conflict = #"{"code":409,"status":"Conflict","errors":{"json":{"latestUpdateId":["Incorrect value."]}}}"#
            for body in [
                #"{"configData":"X","latestUpdateId":2}"#, #"{"configData":"TEST","latestUpdateId":4}"#,
                #"{"configData":"TEST","latestUpdateId":1}"#,
            ] {
                try expect(try await node.patch("\(path)/config", body), 409, conflict)
            }
            for _ in 1...9 { try expect(try await node.patch("\(path)/config", first), 200, answer) }
            try expect(try await node.patch("\(path)/config", first), refusal: 403)
            try expect(try await node.patch("\(path)/config", #"{"configData":"X","latestUpdateId":2}"#), refusal: 403)
            #expect(try await node.takeSent().map { $0["seqnum"]?.integer } == [1, 2])

            node.clock.advance(seconds: 31 * day)
            try expect(try await node.patch("\(path)/config", first), 200, answer)
        }
    }

    static let wrongConfigCases: [(String, String)] = [
        ("{}", #"{"configData":["Missing data for required field."],"latestUpdateId":["Missing data for required field."]}"#),
        (#"{"configData":5,"latestUpdateId":"x"}"#, #"{"configData":["Not a valid string."],"latestUpdateId":["Not a valid integer."]}"#),
        (
            #"{"configData":"","latestUpdateId":0}"#,
            #"{"latestUpdateId":["Must be greater than or equal to 1 and less than or equal to 9223372036854775807."]}"#
        ),
        (
            #"{"configData":"","latestUpdateId":9223372036854775808}"#,
            #"{"latestUpdateId":["Must be greater than or equal to 1 and less than or equal to 9223372036854775807."]}"#
        ),
        (
            #"{"configData":"\#(String(repeating: "a", count: 2001))","latestUpdateId":2}"#,
            #"{"configData":["Longer than maximum length 2000."]}"#
        ),
        (
            #"{"configData":"\#(String(repeating: "ж", count: 1400))","latestUpdateId":2}"#,
            #"{"configData":["The total byte-length of the config exceeds 2000 bytes."]}"#
        ),
        (#"{"configData":"","latestUpdateId":2,"type":"Config"}"#, #"{"type":["Invalid type."]}"#),
        (#"{"configData":"","latestUpdateId":2,"uri":"/debtors/1/config"}"#, #"{"uri":["Unknown field."]}"#),
        (#"{"configData":"\ud800","latestUpdateId":2}"#, #"{"configData":["Not a valid string."]}"#),
        (#"{"configData":"","latestUpdateId":NaN}"#, #"{"latestUpdateId":["Not a valid integer."]}"#),
        ("null", #"{"_schema":["Invalid input type."]}"#),
    ]

    @Test("wrong configurations")
    func wrongConfig() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for (body, errors) in Self.wrongConfigCases {
                try expect(try await node.patch("\(path)/config", body), errors: errors)
            }
        }
    }

    @Test("bodies that are no JSON, too long, or of another media type")
    func bodies() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let good = #"{"configData":"","latestUpdateId":2}"#
            for body in ["{", "{}x", " ", "\u{feff}{}", #"{"latestUpdateId":02}"#] {
                try expect(
                    try await node.patch("\(path)/config", body), 400,
                    #"{"code":400,"status":"Bad Request","errors":{"json":["Invalid JSON body."]}}"#)
            }
            for type in ["text/json", "text/plain", "application/jsonx", nil] {
                try expect(
                    try await node.send(.patch, "\(path)/config", good, type: type),
                    errors: #"{"configData":["Missing data for required field."],"latestUpdateId":["Missing data for required field."]}"#)
            }
            for type in ["application/json; charset=utf-8", "application/JSON", "application/vnd.x+json"] {
                #expect(try await node.send(.patch, "\(path)/config", good, type: type).status == 200)
            }
            try expect(
                try await node.patch("\(path)/config", #"{"configData":"\#(String(repeating: "a", count: 20480))"}"#), refusal: 413)
        }
    }

    @Test("lenient integers, the last of repeated members, and the longest configuration")
    func lenientConfig() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let long = String(repeating: "ж", count: 1000)
            #expect(try await node.patch("\(path)/config", #"{"configData":"\#(long)","latestUpdateId":" 2 "}"#).status == 200)
            let answer = try await node.patch("\(path)/config", #"{"configData":"a","configData":"b","latestUpdateId":3.7}"#)
            #expect(try answer.json()["configData"]?.text == "b")
        }
    }

    @Test("who may do what (DA-API 2.2, 2.3)")
    func permissions() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let own = "debtors:4294967296"
            for user in [own, "debtors:04294967296", "debtors-supervisor", "debtors-superuser"] {
                #expect(try await node.get("\(path)/", as: user).status == 200)
                #expect(try await node.get("\(path)/config", as: user).status == 200)
                #expect(try await node.get("\(path)/transfers/", as: user).status == 200)
            }
            for user in ["debtors:4294967297", "someone", "", "debtors-superuser2", "xdebtors-superuser"] {
                try expect(try await node.get("\(path)/", as: user), refusal: 403)
                try expect(try await node.patch("\(path)/config", "{}", as: user), refusal: 403)
                try expect(try await node.post("\(path)/transfers/", as: user), refusal: 403)
            }
            for (method, sub) in [("PATCH", "config"), ("POST", "transfers/"), ("POST", "documents/")] {
                try expect(
                    try await node.send(.init(method)!, "\(path)/\(sub)", "{}", as: "debtors-supervisor"), refusal: 403)
            }
            try expect(try await node.delete(TransferAPITests.path, as: "debtors-supervisor"), refusal: 403)
            // An ID that is not served is unknown before it is somebody else's.
            for user in [own, "debtors:1", "debtors-superuser", "debtors-supervisor"] {
                try expect(try await node.get("/debtors/1/", as: user), refusal: 404)
                try expect(try await node.post("/debtors/1/transfers/", #"{"zzz":1}"#, as: user), refusal: 404)
            }
            #expect(try await node.patch("\(path)/config", #"{"configData":"","latestUpdateId":2}"#, as: own).status == 200)
        }
    }

    @Test("the public address leads to the confirmed IRI only")
    func publicRedirect() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try expect(try await node.get("\(path)/public"), refusal: 404)
            _ = try await node.patch(
                "\(path)/config", #"{"configData":"{\"info\":{\"iri\":\"https://example.com/\"}}","latestUpdateId":2}"#)
            try expect(try await node.get("\(path)/public"), refusal: 404)
            let debtor = try #require(try await node.store.debtor(Sample.debtorID))
            try await node.deliver(Sample.update(debtor) { $0.configData = "{}" })
            try expect(try await node.get("\(path)/public"), refusal: 404)

            try await node.deliver(Sample.update(debtor) { $0.lastChangeSeqnum = 2 })
            let answer = try await node.get("\(path)/public", as: "anybody")
            #expect(answer.status == 302)
            #expect(answer.location == "https://example.com/")
            #expect(answer.headers[.cacheControl] == "max-age=86400")
            try expect(try await node.get("/debtors/1/public"), refusal: 404)
            try expect(try await node.get("\(DebtorID(4_294_967_297).path)/public"), refusal: 410)
        }
    }

    @Test(
        "only a text in `info.iri` is an IRI",
        arguments: [
            (#"{"info":{"iri":"x"}}"#, "x"), (#"{"info":{"iri":"1"},"info":{"iri":"2"}}"#, "2"), (#"{"info":{"iri":5}}"#, nil),
            (#"{"info":[]}"#, nil), ("[]", nil), ("5", nil), ("", nil), ("not json", nil), (#"{"info":{"iri":"\u0000"}}"#, nil),
            (#"{"info":{"iri":"\ud800"}}"#, nil), (String(repeating: "[", count: 2000), nil),
        ] as [(String, String?)])
    func infoIRI(data: String, iri: String?) {
        #expect(RootConfigData.infoIRI(data) == iri)
    }
}
