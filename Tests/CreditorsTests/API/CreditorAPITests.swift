import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("Creditors, wallets, PINs (CA-API 10, 11, 17)", .timeLimit(.minutes(10)))
struct CreditorAPITests {
    private let root = "/creditors/4294967296/"

    @Test("reservation, activation and deactivation (CA-API 17.1)")
    func life() async throws {
        try await TestNode.with { node async throws in
            #expect(try await node.get(root).status == 403)
            #expect(try await node.post(root + "reserve", as: "creditors:2").status == 403)
            let reservation = try await node.post(root + "reserve")
            #expect(reservation.status == 200)
            #expect(try reservation.json()["creditorId"]?.string == "4294967296")
            let id = try #require(try reservation.json()["reservationId"]?.string)
            #expect(try await node.post(root + "reserve").status == 409)
            #expect(try await node.get(root).status == 403)
            let wrong = try await node.post(root + "activate", #"{"reservationId":"123"}"#)
            #expect(wrong.status == 422 && wrong.text.contains(#""reservationId":["Invalid ID."]"#))
            for _ in 0..<2 { #expect(try await node.post(root + "activate", #"{"reservationId":"\#(id)"}"#).status == 200) }
            #expect(try await node.log().isEmpty)
            for user in ["creditors:4294967296", "creditors-supervisor"] {
                #expect(try await node.post(root + "deactivate", as: user).status == 403)
            }
            for _ in 0..<2 { #expect(try await node.post(root + "deactivate").status == 204) }
            #expect(try await node.get(root).status == 403)
            #expect(try await node.get(root + "log").status == 200)
            #expect(try await node.post(root + "reserve").status == 409)
            #expect(try await node.post("/creditors/1/reserve").status == 404)
        }
    }

    @Test("the enumeration leads over all active creditors in order (CA-API 17.2)")
    func enumeration() async throws {
        try await TestNode.with { node async throws in
            _ = try await node.post(root + "reserve")
            let active = [4_294_967_297, 4_294_967_298, 4_294_967_299, 8_589_934_591] as [Int64]
            for id in active.reversed() { try await node.activate(CreditorID(id)) }
            var seen: [String] = []
            var next: String? = try await node.get("/creditors/.list").json()["first"]?.string
            #expect(next == "/creditors/9223372036854775808/enumerate")
            while let path = next {
                let page = try await node.get(path).json()
                #expect(page["uri"]?.string == path + "?")
                seen += page.items.compactMap { $0["uri"]?.string }
                next = page["next"]?.string
            }
            #expect(seen == active.map { "/creditors/\($0)/" })
        }
    }

    @Test("attempts without a PIN never block it, three wrong ones do, and reset mode does without (CA-API 17.3)")
    func pin() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            #expect(try await node.patch(root + "pin", #"{"status":"on","newPin":"1234","latestUpdateId":2}"#).status == 200)
            #expect(try await node.patch(root + "pin", #"{"status":"on","newPin":"1234","latestUpdateId":2}"#).status == 409)
            for _ in 0..<10 {
                #expect(try await node.patch(root + "pin", #"{"status":"off","latestUpdateId":3}"#, pin: true).status == 403)
            }
            func transfer(_ pin: String) -> String {
                #"{"transferUuid":"5d2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10","recipient":{"uri":"swpt:1/1"},"amount":1,"pin":"\#(pin)"}"#
            }
            for (pin, status) in [("0000", 403), ("0000", 403), ("1234", 201), ("0000", 403), ("0000", 403), ("1234", 303), ("0000", 403)] {
                #expect(try await node.post(root + "transfers/", transfer(pin), pin: true).status == status)
            }
            #expect(try await node.get(root + "pin").json()["status"]?.string == "on")
            for _ in 0..<2 { #expect(try await node.post(root + "transfers/", transfer("0000"), pin: true).status == 403) }
            #expect(try await node.get(root + "pin").json()["status"]?.string == "blocked")
            #expect(try await node.post(root + "transfers/", transfer("1234"), pin: true).status == 403)
            #expect(try await node.post(root + "transfers/", transfer("1234")).status == 303)
            #expect(try await node.log().map(\.object).filter { $0 == .pinInfo }.count == 1)
        }
    }

    @Test("of a creditor who goes and comes back while a request waits for him, no PIN is looked at")
    func pinOfComeBack() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let root = Path.creditor(Sample.creditorID)
            #expect(try await node.patch(root + "pin", #"{"status":"on","newPin":"1234","latestUpdateId":2}"#).status == 200)
            let answer = try await OpenTransaction.with(
                node.database, try await TestNode.comeBack(node.database),
                contender: { try await node.patch(root + "pin", #"{"status":"off","pin":"0000","latestUpdateId":3}"#, pin: true) })
            #expect(answer.status == 404)
            #expect(try await node.store.pin(Sample.creditorID)?.consecutiveFailures == 0)
        }
    }

    @Test("two wrong attempts at the same time count as two (CA-API 8.4)")
    func concurrentAttempts() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.patch(root + "pin", #"{"status":"on","newPin":"12345678","latestUpdateId":2}"#)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await node.patch(root + "pin", #"{"status":"off","pin":"0000","latestUpdateId":3}"#, pin: true).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 403, count: 8))
            #expect(try await node.store.pin(Sample.creditorID)?.consecutiveFailures == 8)
        }
    }

    @Test("a recipient whose encoded name holds U+0000 can be looked up, but nothing can be sent to him")
    func unspeakableRecipient() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for encoded in ["AA==", "YQBi"] {
                #expect(try await node.post(root + "account-lookup", #"{"uri":"swpt:1/!\#(encoded)"}"#).status == 200)
                let answer = try await node.post(
                    root + "transfers/",
                    #"{"transferUuid":"5d2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10","recipient":{"uri":"swpt:1/!\#(encoded)"},"amount":1}"#)
                #expect(answer.status == 422 && answer.text.contains("The URI can not be recognized."), "\(answer.text)")
            }
        }
    }

    @Test("of several identical requests at once one creates, the others find (CA-API 12.3, 13.2)")
    func concurrentCreation() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let bodies = [
                ("accounts/", #"{"uri":"swpt:7"}"#),
                ("transfers/", #"{"transferUuid":"5d2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10","recipient":{"uri":"swpt:1/1"},"amount":1}"#),
            ]
            for (path, body) in bodies {
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<6 { group.addTask { try await node.post(root + path, body).status } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses.sorted() == [201, 303, 303, 303, 303, 303], "\(path)")
            }
            #expect(try await node.sent() == ["ConfigureAccount", "PrepareTransfer"])
            #expect(try await node.log().map(\.id) == [1, 2, 3, 4])
        }
    }
}
