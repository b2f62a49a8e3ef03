import HTTPTypes
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("The admin API (TS 11, TS2-14)", .timeLimit(.minutes(10)))
struct AdminAPITests {
    private static let csv = "/trade/statistics/most-bought-currencies.csv"

    @Test("the list of the most bought currencies is CSV (TS2 14.3, 17.11)")
    func csv() async throws {
        try await AdminFixture.with { api async throws in
            let empty = try await api.send(.get, Self.csv)
            #expect(empty.status == 200 && empty.text.isEmpty)
            try await api.solver.run(
                """
                INSERT INTO most_bought_currency VALUES
                    (2, 500, 'https://example.com/2'), (-1, 1000, 'https://example.com/1'), (7, 12, 'https://e.org/a,b'),
                    (-7, 12, 'https://e.org/c');
                """)
            let answer = try await api.send(.get, Self.csv)
            #expect(
                answer.text == "1000,https://example.com/1#swpt:18446744073709551615\r\n500,https://example.com/2#swpt:2\r\n"
                    + "12,https://e.org/c#swpt:18446744073709551609\r\n12,\"https://e.org/a,b#swpt:7\"\r\n")
            #expect(answer.headers[.contentType] == "text/csv; charset=utf-8" && answer.headers[.cacheControl] == "max-age=3600")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"most-bought-currencies-2026-03-04.csv\"")
            let head = try await api.send(.head, Self.csv)
            #expect(head.status == 200 && head.text.isEmpty && head.headers[.contentType] == "text/csv; charset=utf-8")
        }
    }

    @Test("creditors and strangers get 403 everywhere; superusers, supervisors and the owner have equal rights (TS2 14.2, 17.11)")
    func identities() async throws {
        try await AdminFixture.with { api async throws in
            for path in [Self.csv, "/trade/turns", "/trade/turns/1", "/trade/collectors/1/list"] {
                for user in ["creditors:3", "INVALID", "", "creditors:99999999999999999999999"] {
                    let answer = try await api.send(.get, path, as: user)
                    #expect(answer.status == 403 && answer.text.hasPrefix(#"{"code":403,"status":"Forbidden"}"#), "\(path) \(user)")
                }
            }
            for user in ["creditors-superuser", "creditors-supervisor", "creditors:12345", "creditors:00012345", nil] {
                #expect(try await api.send(.get, Self.csv, as: user).status == 200)
            }
            #expect(try await api.send(.post, "/trade/collectors/666/activate", "{}", as: "creditors:3").status == 403)
            #expect(try await api.solver.count("collector_account") == 0)
        }
    }

    @Test("R1's request for collectors: the examples (TS 11.5)")
    func activate() async throws {
        try await AdminFixture.with { api async throws in
            let path = "/trade/collectors/666/activate"
            func activate(_ body: String, as user: String? = nil) async throws -> Int {
                #expect(try await api.send(.post, path, body, as: user).status == 204, "\(body)")
                return try await api.solver.count("collector_account", where: "debtor_id = 666")
            }
            #expect(try await activate("{}", as: "creditors-supervisor") == 1)
            let five = #"{"type": "ActivateCollectorsRequest", "numberOfAccounts": 5}"#
            #expect(try await activate(five, as: "creditors-supervisor") == 5)
            #expect(try await activate(five, as: "creditors-superuser") == 5)
            #expect(try await activate(five) == 5)
            #expect(try await api.send(.post, path, #"{"numberOfAccounts": 5000000000000}"#).status == 500)
            #expect(try await api.send(.post, "/trade/collectors/0/activate", "{}").status == 500)
            #expect(try await activate("{}") == 5)
            // Minus one, as an unsigned number.
            #expect(try await api.send(.post, "/trade/collectors/18446744073709551615/activate", "{}").status == 204)
            #expect(try await api.solver.numbers("SELECT DISTINCT debtor_id FROM collector_account ORDER BY 1") == [[-1], [666]])
        }
    }

    @Test(
        "what is wrong with R1's request (TS 11.3)",
        arguments: [
            ("{", 400, #"{"code":400,"errors":{"json":["Invalid JSON body."]},"status":"Bad Request"}"#),
            ("[]", 422, #"{"json":{"_schema":["Invalid input type."]}}"#), ("null", 422, #"{"json":{"_schema":["Invalid input type."]}}"#),
            (#"{"type":"X","debtorId":1}"#, 422, #""debtorId":["Unknown field."]"#),
            (#"{"type":"X","debtorId":1}"#, 422, #""type":["Invalid type."]"#),
            (#"{"type":null}"#, 422, "Field may not be null."), (#"{"type":1}"#, 422, "Not a valid string."),
            (#"{"numberOfAccounts":0}"#, 422, "Must be greater than or equal to 1 and less than or equal to 9223372036854775807."),
            (#"{"numberOfAccounts":null}"#, 422, "Field may not be null."), (#"{"numberOfAccounts":true}"#, 422, "Not a valid integer."),
            (#"{"numberOfAccounts":"3.0"}"#, 422, "Not a valid integer."), (#"{"numberOfAccounts":"1e3"}"#, 422, "Not a valid integer."),
        ] as [(String, Int, String)])
    func wrongActivations(body: String, status: Int, text: String) async throws {
        try await AdminFixture.with { api async throws in
            let answer = try await api.send(.post, "/trade/collectors/666/activate", body)
            let document = try JSONValue(json: Array(answer.text.utf8), limits: .message)
            let expected = try? JSONValue(json: Array(text.utf8), limits: .message)
            #expect(answer.status == status && (expected == document || answer.text.contains(text)), "\(answer.text)")
            #expect(try await api.solver.count("collector_account") == 0)
        }
    }

    @Test("bodies that count as an object, and numbers that count as integers (TS 11.3)")
    func lenientActivations() async throws {
        try await AdminFixture.with { api async throws in
            let path = "/trade/collectors/666/activate"
            #expect(try await api.send(.post, path, "nonsense", type: "text/plain").status == 204)
            #expect(try await api.send(.post, path, "").status == 204)
            #expect(try await api.send(.post, path).status == 204)
            #expect(try await api.solver.count("collector_account") == 1)
            #expect(try await api.send(.post, path, #"{"numberOfAccounts":"3"}"#, type: "application/vnd.x+json").status == 204)
            #expect(try await api.solver.count("collector_account") == 3)
            #expect(try await api.send(.post, path, #"{"numberOfAccounts":4.5}"#).status == 204)
            #expect(try await api.solver.count("collector_account") == 4)
        }
    }

    @Test("paths and methods (TS 11.1, 11.3, 11.4)")
    func paths() async throws {
        try await AdminFixture.with { api async throws in
            for id in ["00", "01", "-1", "1.5", "abc", "18446744073709551616"] {
                #expect(try await api.send(.post, "/trade/collectors/\(id)/activate", "{}").status == 404, "\(id)")
                #expect(try await api.send(.get, "/trade/turns/\(id)").status == 404, "\(id)")
            }
            for path in ["/", "/trade/", "\(Self.csv)/", "/trade/turns/7", "/trade/turns/4294967296"] {
                let answer = try await api.send(.get, path)
                #expect(answer.status == 404 && answer.text.hasPrefix(#"{"code":404,"status":"Not Found"}"#), "\(path)")
            }
            #expect(try await api.send(.get, "/trade/collectors/1/activate").status == 405)
            #expect(try await api.send(.post, Self.csv, "{}").status == 405)
            #expect(try await api.send(.post, "/trade//collectors/1/activate", "{}").status == 308)
            let options = try await api.send(.options, Self.csv)
            #expect(options.status == 200 && options.text.isEmpty && options.headers[.allow] == "GET, HEAD, OPTIONS")
            let health = try await api.send(.get, "/trade/health/check/public", as: "INVALID")
            #expect(health.status == 200 && health.text == "I am healthy." && health.headers[.contentType] == "text/plain")
            #expect(try await api.send(.get, "/trade/health/ready/public").status == 200)
            #expect(try await api.send(.get, "/trade/.docs/").text.contains("/trade/.docs/openapi.json"))
            #expect(try await api.send(.get, "/trade/.docs/swagger-ui").status == 404)
        }
    }

    @Test("the collector accounts of a currency (TS2 14.7)")
    func collectors() async throws {
        try await AdminFixture.with { api async throws in
            try await api.solver.run(
                "INSERT INTO collector_account VALUES (7, 12, 0, 'x', 2, '2026-03-04'), (7, 11, 0, '', 0, '2026-03-04')")
            let document = try await api.json("/trade/collectors/7/list")
            let accounts = document["collectors"]?.list ?? []
            #expect(document["type"]?.string == "DebtorCollectorsList" && document["debtorId"]?.whole == 7)
            #expect(accounts.map { $0["creditorId"]?.whole } == [11, 12] && accounts.map { $0["status"]?.whole } == [0, 2])
            #expect(accounts.map { $0["accountId"]?.string } == [nil, "x"])
            #expect(accounts[0]["latestStatusChangeAt"]?.string == "2026-03-04T00:00:00+00:00")
        }
    }

    @Test("turns, the latest first, page by page; and one with its circles")
    func turns() async throws {
        try await AdminFixture.with { api async throws in
            for id in 1...5 { _ = try await api.solver.insertTurn(.done, id: TurnID(Int32(id))) }
            let turn = try await api.solver.insertTurn(.gatheringOffers)
            try await api.solver.run(CommitTests.example)
            #expect(try await api.solver.solve(turn))

            let first = try await api.json("/trade/turns?limit=2")
            #expect(first["turns"]?.list.map { $0["turn_id"]?.whole } == [7, 5])
            #expect(first["next"]?.string == "/trade/turns?limit=2&before=5")
            #expect(try await api.json("/trade/turns?limit=2&before=2")["turns"]?.list.map { $0["turn_id"]?.whole } == [1])
            #expect(try await api.json("/trade/turns")["turns"]?.list.count == 6)
            for query in ["limit=0", "limit=101", "limit=x", "before=0", "before=2147483648"] {
                #expect(try await api.send(.get, "/trade/turns?\(query)").status == 422, "\(query)")
            }

            let document = try await api.json("/trade/turns/7")
            #expect(document["phase"]?.whole == 3 && document["base_debtor_id"]?.whole == 101 && document["n_takings"]?.whole == 3)
            #expect(document["collection_started_at"]?.string == noon.iso8601 && document["started_at"]?.string == noon.iso8601)
            #expect(document["seconds"]?["greedy"] != nil && document["cpu_seconds"]?["read"] != nil)
            let circles = document["circles"]?.list ?? []
            #expect(circles.map { $0["n_members"]?.whole } == [2, 2])
            #expect(circles[0]["members"]?.list.map { $0["creditor_id"]?.whole } == [3, 2])
            // Another program has led this one.
            let old = try await api.json("/trade/turns/5")
            #expect(old["phase"]?.whole == 4 && old["n_takings"] == nil && old["circles"]?.list.isEmpty == true)
        }
    }

    @Test("the description of the API has exactly the routes that there are")
    func description() async throws {
        try await AdminFixture.with { api async throws in
            let document = try await api.json("/trade/.docs/openapi.json")
            #expect(document["openapi"]?.string == "3.0.2" && document["info"]?["title"]?.string == "Trade API")
            guard case .object(let paths)? = document["paths"] else {
                Issue.record("there are no paths")
                return
            }
            let described = Set(paths.members.map(\.name))
            #expect(
                described == [
                    "/trade/collectors/{debtorId}/activate", "/trade/collectors/{debtorId}/list", Self.csv, "/trade/turns",
                    "/trade/turns/{turnId}", "/trade/health/check/public",
                ])
            for path in described {
                let actual = path.replacing("{debtorId}", with: "1").replacing("{turnId}", with: "1")
                let allowed = try await api.send(.options, actual).headers[.allow] ?? ""
                let methods = ["get", "post"].filter { document["paths"]?[path]?[$0] != nil }.map { $0.uppercased() }
                let actualMethods = Set(allowed.split(separator: ", ").map(String.init)).subtracting(["HEAD", "OPTIONS"])
                #expect(!methods.isEmpty && actualMethods == Set(methods), "\(path)")
            }
            for operation in ["activateCollectors", "getMostBoughtCurrenciesCsv", "checkHealth"] {
                #expect(try await api.send(.get, "/trade/.docs/openapi.json").text.contains("\"\(operation)\""))
            }
        }
    }
}
