import Testing

@testable import NodeKit

/// Answers from a table; counts the questions.
actor ScriptedIntrospector: TokenIntrospector {
    struct Unreachable: Error {}

    var answers: [String: Introspection]
    private(set) var questions: [String] = []
    private var gate: [CheckedContinuation<Void, Never>]?

    init(_ answers: [String: Introspection] = [:]) {
        self.answers = answers
    }

    func introspect(token: String) async throws -> Introspection {
        questions.append(token)
        if gate != nil { await withCheckedContinuation { gate?.append($0) } }
        guard let answer = answers[token] else { throw Unreachable() }
        return answer
    }

    func answer(_ token: String, _ answer: Introspection?) { answers[token] = answer }
    func hold() { gate = [] }
    func release() {
        let waiting = gate ?? []
        gate = nil
        for continuation in waiting { continuation.resume() }
    }
}

@Suite("Token checks")
struct TokenCheckTests {
    @Test(
        "the token is what follows Bearer and one space",
        arguments: [
            ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER a b", "a b"), ("Bearer  abc", " abc"), ("Bearer ", nil), ("Bearer", nil),
            ("Basic abc", nil), ("abc", nil), ("", nil), (nil, nil),
        ] as [(String?, String?)])
    func bearer(_ header: String?, _ token: String?) {
        #expect(TokenCheck.bearerToken(header) == token)
    }

    private func refusal(_ introspection: Introspection) -> String {
        do throws(EdgeError) {
            try TokenCheck.check(introspection, requiredScope: "access", now: 1000)
            return "accepted"
        } catch {
            return String(decoding: error.body(requestID: nil), as: UTF8.self)
        }
    }

    @Test("a usable token")
    func usable() {
        #expect(refusal(Introspection(isActive: true, scope: "x access", expiresAt: 1001, tokenUse: "access_token")) == "accepted")
        #expect(refusal(Introspection(isActive: true, scope: "access", expiresAt: 0)) == "accepted")
    }

    @Test(
        "refusals, in the order of the checks",
        arguments: [
            (
                Introspection(isActive: false, scope: "", expiresAt: 1, tokenUse: "refresh_token"),
                """
                {"error":{"code":403,"status":"Forbidden","reason":"Use of the token type refresh_token is not allowed",\
                "message":"Access credentials are not sufficient to access this resource"}}
                """
            ),
            (
                Introspection(isActive: false, scope: "access", expiresAt: 1),
                """
                {"error":{"code":401,"status":"Unauthorized","reason":"Access token is not active",\
                "message":"Access credentials are invalid"}}
                """
            ),
            (
                Introspection(isActive: true, scope: "", expiresAt: 1000),
                """
                {"error":{"code":401,"status":"Unauthorized","reason":"Access token expired",\
                "message":"Access credentials are invalid"}}
                """
            ),
            (
                Introspection(isActive: true, scope: "access.readonly"),
                """
                {"error":{"code":403,"status":"Forbidden","reason":"Scope access was not granted",\
                "message":"Access credentials are not sufficient to access this resource"}}
                """
            ),
        ])
    func refusals(_ introspection: Introspection, _ body: String) {
        #expect(refusal(introspection) == body)
    }

    @Test(
        "the PIN is asked for unless the scope disable_pin is there as a whole word",
        arguments: [("access disable_pin", false), ("access", true), ("access disable_pin2", true)])
    func pin(_ scope: String, _ requiresPIN: Bool) async throws {
        let check = TokenCheck(
            introspector: ScriptedIntrospector(["t": Introspection(isActive: true, subject: "s", scope: scope)]), now: { 0 })
        let identity = try await check.identity(authorization: "Bearer t", requiredScope: "access")
        #expect(identity == Identity(subject: "s", requiresPIN: requiresPIN))
    }

    @Test("without an answer the request is refused with 500, and the cause is kept for the log")
    func unreachable() async throws {
        let check = TokenCheck(introspector: ScriptedIntrospector(), now: { 0 })
        let error = await #expect(throws: EdgeError.self) { try await check.identity(authorization: "Bearer t", requiredScope: "access") }
        #expect(error?.status == .internalServerError)
        #expect(error?.cause is ScriptedIntrospector.Unreachable)
    }

    @Test("the request's ID is in the body, escaped and cut")
    func requestID() {
        let body = String(decoding: EdgeError.noRule.body(requestID: "a\"b" + String(repeating: "x", count: 500)), as: UTF8.self)
        #expect(body.hasPrefix("{\"error\":{\"code\":404,\"status\":\"Not Found\",\"request\":\"a\\\"bxxx"))
        #expect(body.utf8.count < 400)
    }
}
