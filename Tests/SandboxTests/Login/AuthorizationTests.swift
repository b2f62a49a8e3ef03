import Foundation
import HTTPTypes
import NodeKit
import SMPProtocol
import Testing

@testable import Sandbox

/// The authorization code flow as a browser and a web app go through it.
struct AuthorizationTests {
    // RFC 7636, appendix B.
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    private static let redirect = "https://wallet.example/back?x=1"
    private static let form = "application/x-www-form-urlencoded"

    private static func address(_ changes: [String: String?] = [:]) -> String {
        var parameters: [String: String?] = [
            "response_type": "code", "client_id": "creditors-webapp", "redirect_uri": redirect, "state": "a b&c",
            "scope": "access access.readonly", "code_challenge": challenge, "code_challenge_method": "S256",
        ]
        parameters.merge(changes) { $1 }
        return "/oauth2/auth?" + encoded(parameters)
    }

    private static func encoded(_ parameters: [String: String?]) -> String {
        parameters.compactMap { name, value in value.map { "\(name)=\(PercentEncoding.encode($0))" } }.sorted().joined(separator: "&")
    }

    /// The code with which the browser comes back.
    private static func code(_ api: TestAPI, _ changes: [String: String?] = [:], subject: String = "creditors:7") async throws -> String {
        let answer = try await api.send(.post, address(changes), encoded(["subject": subject]), type: form)
        #expect(answer.status == 303, "\(answer.text)")
        let location = try #require(answer.headers[.location])
        let beginning = redirect + "&code="
        #expect(location.hasPrefix(beginning) && location.hasSuffix("&state=a%20b%26c"), "\(location)")
        return String(location.dropFirst(beginning.count).prefix { $0 != "&" })
    }

    private static func token(_ api: TestAPI, code: String, _ changes: [String: String?] = [:]) async throws -> Answer {
        var parameters: [String: String?] = [
            "grant_type": "authorization_code", "code": code, "client_id": "creditors-webapp", "redirect_uri": redirect,
            "code_verifier": verifier,
        ]
        parameters.merge(changes) { $1 }
        return try await api.send(.post, "/oauth2/token", encoded(parameters), type: form)
    }

    @Test func `Whoever says who he is comes back with a code, which is worth his token once`() async throws {
        try await TestAPI.with { api in
            let page = try await api.send(.get, Self.address())
            #expect(page.status == 200 && page.headers[.contentType]?.hasPrefix("text/html") == true)
            let code = try await Self.code(api)
            let answer = try await Self.token(api, code: code)
            let token = try answer.object()
            #expect(token.text("access_token") == "creditors:7" && token.text("token_type") == "bearer")
            #expect(answer.headers[.accessControlAllowOrigin] == "*" && answer.headers[.cacheControl] == "no-store")
            let again = try await Self.token(api, code: code)
            #expect(again.status == 400 && again.text == #"{"error":"invalid_grant"}"#)
        }
    }

    @Test(
        arguments: [
            ["code_verifier": verifier + "x"], ["code_verifier": nil], ["client_id": "debtors-webapp"],
            ["redirect_uri": "https://wallet.example/back"], ["redirect_uri": nil], ["code": "nonsense"],
        ] as [[String: String?]])
    func `A code is worth nothing to anybody else`(changes: [String: String?]) async throws {
        try await TestAPI.with { api in
            let answer = try await Self.token(api, code: try await Self.code(api), changes)
            #expect(answer.status == 400 && answer.text == #"{"error":"invalid_grant"}"#)
        }
    }

    @Test func `Without a proof the secret is asked for`() async throws {
        let unproved: [String: String?] = ["code_challenge": nil, "code_challenge_method": nil]
        try await TestAPI.with { api in
            let refused = try await Self.token(api, code: try await Self.code(api, unproved))
            #expect(refused.status == 401 && refused.text == #"{"error":"invalid_client"}"#)
            let granted = try await Self.token(api, code: try await Self.code(api, unproved), ["client_secret": "creditors-webapp"])
            #expect(try granted.object().text("access_token") == "creditors:7")
        }
    }

    @Test(arguments: [
        ("access", "creditors:7"), ("", "creditors:7"), ("access.readonly", "creditors:7/readonly"),
        ("access disable_pin", "creditors:7/disable_pin"),
    ])
    func `The token has the rights that were asked for`(scope: String, token: String) async throws {
        try await TestAPI.with { api in
            let answer = try await Self.token(api, code: try await Self.code(api, ["scope": scope]))
            #expect(try answer.object().text("access_token") == token)
        }
    }

    @Test(arguments: ["", "creditors:x", "creditors-superuser", "trade:7", "creditors:7/readonly", "<script>"])
    func `Whom nobody knows is asked again`(subject: String) async throws {
        try await TestAPI.with { api in
            let answer = try await api.send(.post, Self.address(), Self.encoded(["subject": subject]), type: Self.form)
            #expect(answer.status == 200 && answer.text.contains("There is nobody called"))
            #expect(!answer.text.contains("<script>"))
        }
    }

    @Test(
        arguments: [
            "response_type": "token", "redirect_uri": "javascript:alert(1)", "client_id": nil, "code_challenge": "short",
            "code_challenge_method": "plain",
        ] as [String: String?])
    func `A request that is not right is told what is wrong`(parameter: String, value: String?) async throws {
        try await TestAPI.with { api in
            let answer = try await api.send(.get, Self.address([parameter: value]))
            #expect(answer.status == 422 && answer.text.contains(parameter), "\(answer.text)")
        }
    }

    @Test func `Operators get a token for their credentials`() async throws {
        try await TestAPI.with { api in
            func ask(_ parameters: [String: String?]) async throws -> Answer {
                try await api.send(.post, "/oauth2/token", Self.encoded(parameters), type: Self.form)
            }
            let known = try await ask([
                "grant_type": "client_credentials", "client_id": "debtors-supervisor", "client_secret": "debtors-supervisor",
            ])
            #expect(try known.object().text("scope") == "access.readonly activate")
            #expect(try await ask(["grant_type": "client_credentials", "client_id": "debtors-supervisor"]).status == 401)
            #expect(try await ask(["grant_type": "client_credentials", "client_id": "x", "client_secret": "x"]).status == 401)
            #expect(try await ask(["grant_type": "client_credentials"]).status == 401)
            #expect(try await ask(["grant_type": "password", "client_id": "x"]).text == #"{"error":"unsupported_grant_type"}"#)
            #expect(try await ask(["client_id": "x"]).text == #"{"error":"invalid_request"}"#)
        }
    }

    @Test func `Credentials may be in the header`() {
        let form = FormFields(Array("client_id=x".utf8))
        let basic = "Basic " + Data("creditors%2Dsuperuser:p%3A+q".utf8).base64EncodedString()
        #expect(OAuthClient(form, authorization: basic) == OAuthClient(id: "creditors-superuser", secret: "p: q"))
        #expect(OAuthClient(form, authorization: "Basic ***") == nil)
        #expect(OAuthClient(form, authorization: nil) == OAuthClient(id: "x", secret: nil))
    }

    @Test func `Codes end after a minute, and there is an end to their number`() throws {
        let codes = AuthorizationCodes()
        var query = QueryReader(String(Self.address().split(separator: "?")[1]))
        let grant = AuthorizationCodes.Grant(request: AuthorizationRequest(&query), token: "creditors:7")
        #expect(query.errors.isEmpty)
        let now = ContinuousClock.now
        let first = codes.issue(grant, at: now)
        #expect(codes.redeem(first, at: now + AuthorizationCodes.lifetime) == nil)
        let oldest = codes.issue(grant, at: now)
        let others = (0..<AuthorizationCodes.maximumCount).map { _ in codes.issue(grant, at: now) }
        #expect(Set(others).count == others.count)
        #expect(codes.redeem(oldest, at: now) == nil && codes.redeem(others[0], at: now) == grant)
    }
}
