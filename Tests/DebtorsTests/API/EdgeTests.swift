import HTTPTypes
import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

/// The token is the answer: `subject|scopes`.
private struct OpenBook: TokenIntrospector {
    func introspect(token: String) async throws -> Introspection {
        let parts = token.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        return Introspection(isActive: parts.count == 2, subject: parts[0], scope: parts.count == 2 ? parts[1] : "")
    }
}

@Suite("The authorizing edge (DA-API 1)", .timeLimit(.minutes(10)))
struct EdgeTests {
    private func send(_ node: TestNode, _ method: String, _ path: String, _ token: String?) async throws -> Answer {
        let headers = token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
        return try await node.send(.init(method)!, path, method == "GET" ? nil : "{}", headers: headers)
    }

    static let scopesCases: [(String, String, String)] = [
        ("GET", "/debtors/4294967296/", "access.readonly"), ("GET", "/debtors/.list", "access.readonly"),
        ("GET", "/debtors/4294967296/enumerate", "access.readonly"), ("GET", "/debtors/.debtor", "access.readonly"),
        ("PATCH", "/debtors/4294967296/config", "access"), ("POST", "/debtors/4294967296/transfers/", "access"),
        ("POST", TransferAPITests.path, "access"), ("DELETE", TransferAPITests.path, "access"),
        ("POST", "/debtors/4294967296/documents/", "access"), ("POST", "/debtors/.debtor-reserve", "activate"),
        ("POST", "/debtors/4294967296/reserve", "activate"), ("POST", "/debtors/4294967296/activate", "activate"),
        ("POST", "/debtors/4294967296/deactivate", "deactivate"), ("POST", "/debtors/4294967296/restrict", "restrict"),
    ]

    @Test("each operation asks for its scope")
    func scopes() async throws {
        try await TestNode.with(edge: .tokens(OpenBook())) { node async throws in
            for (method, path, scope) in Self.scopesCases {
                let all = ["access.readonly", "access", "activate", "deactivate", "restrict"]
                for granted in all {
                    let answer = try await send(node, method, path, "debtors-superuser|\(granted)")
                    let status = answer.status
                    let suffices = granted == scope || (granted == "access" && scope == "access.readonly")
                    // Behind the edge an unknown debtor is forbidden too, with another body.
                    let isRefusedByEdge = status == 403 && answer.text.contains("Access credentials are not sufficient")
                    #expect(isRefusedByEdge != suffices, "\(granted): \(status)")
                }
                #expect(try await send(node, method, path, nil).status == 401)
                #expect(try await send(node, method, path, "inactive").status == 401)
            }
        }
    }

    @Test("public paths ask for nothing, and a user header from outside means nothing")
    func publicPaths() async throws {
        try await TestNode.with(edge: .tokens(OpenBook())) { node async throws in
            for (path, status) in [
                ("/debtors/health/check/public", 200), ("/debtors/4294967296/public", 410), ("/debtors/4294967296/public/", 404),
                ("/debtors/4294967296/documents/1/public", 404), ("/debtors/.docs/openapi.json", 200),
            ] {
                #expect(try await node.get(path).status == status)
            }
            let answer = try await node.get("/debtors/.list", as: "debtors-superuser")
            #expect(answer.status == 401)
            #expect(answer.text == #"{"error":{"code":401,"status":"Unauthorized","message":"Access credentials are invalid"}}"#)
            #expect(try await node.get("/elsewhere").status == 404)
            #expect(try await node.send(.put, "/debtors/4294967296/activate", "{}").status == 404)
        }
    }

    @Test("roles and scopes both count")
    func roles() async throws {
        try await TestNode.with(edge: .tokens(OpenBook())) { node async throws in
            #expect(try await send(node, "POST", "/debtors/4294967296/activate", "debtors-supervisor|activate").status == 200)
            #expect(try await send(node, "GET", "/debtors/4294967296/", "debtors:4294967296|access").status == 200)
            #expect(try await send(node, "GET", "/debtors/4294967296/", "debtors:4294967297|access").status == 403)
            #expect(try await send(node, "POST", "/debtors/4294967296/restrict", "debtors-supervisor|restrict").status == 422)
            #expect(try await send(node, "POST", "/debtors/4294967296/deactivate", "debtors-supervisor|deactivate").status == 403)
            #expect(try await send(node, "POST", "/debtors/4294967297/reserve", "debtors:4294967297|activate").status == 403)
            #expect(try await send(node, "GET", "/debtors/.debtor", "|access").status == 403)
        }
    }
}
