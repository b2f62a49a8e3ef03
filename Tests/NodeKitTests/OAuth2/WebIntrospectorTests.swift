import Synchronization
import Testing
import WebFetch

@testable import NodeKit

@Suite("Token introspection over HTTP")
struct WebIntrospectorTests {
    /// Gives the outcomes one after the other, and keeps the requests.
    private final class Script: Sendable {
        let outcomes: Mutex<[Result<WebResponse, WebError>]>
        let requests = Mutex<[WebRequest]>([])
        let pauses = Mutex(0)
        let now = Mutex(ContinuousClock.now)

        init(_ outcomes: [Result<WebResponse, WebError>]) {
            self.outcomes = Mutex(outcomes)
        }

        var introspector: WebIntrospector {
            WebIntrospector(
                url: "http://auth/introspect",
                send: { request in
                    self.requests.withLock { $0.append(request) }
                    return try self.outcomes.withLock { $0.removeFirst() }.get()
                }, sleep: { _ in self.pauses.withLock { $0 += 1 } }, now: { self.now.withLock { $0 } })
        }
    }

    private static func answer(_ body: String, status: Int = 200) -> Result<WebResponse, WebError> {
        .success(WebResponse(status: status, body: Array(body.utf8)))
    }

    @Test("the request is as the authorization server expects it, the answer is understood")
    func exchange() async throws {
        let script = Script([
            Self.answer(
                "{\"active\": true, \"sub\": \"creditors:4294967296\", \"scope\": \"access\", "
                    + "\"client_id\": \"webapp\", \"exp\": 1767225600, \"token_use\": \"access_token\"}"
            )
        ])
        let answer = try await script.introspector.introspect(token: "ory_at_V1x0 +/ж")
        #expect(
            answer
                == Introspection(
                    isActive: true, subject: "creditors:4294967296", scope: "access", expiresAt: 1_767_225_600, tokenUse: "access_token"))
        let request = try #require(script.requests.withLock { $0.first })
        #expect(request.method == .post)
        #expect(String(decoding: request.body, as: UTF8.self) == "token=ory_at_V1x0%20%2B%2F%D0%B6")
        #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
        #expect(request.headers["X-Forwarded-Proto"] == "https")
    }

    @Test(
        "the subject is sub, or username when sub is missing or empty",
        arguments: [
            ("\"sub\":\"a\",\"username\":\"b\"", "a"), ("\"sub\":\"\",\"username\":\"b\"", "b"), ("\"username\":\"b\"", "b"),
            ("\"sub\":7", ""), ("\"exp\":1.5", ""),
        ])
    func subject(_ members: String, _ subject: String) async throws {
        #expect(try await Script([Self.answer("{\"active\":true,\(members)}")]).introspector.introspect(token: "t").subject == subject)
    }

    @Test(
        "an answer that cannot be understood never lets anybody in",
        arguments: [
            answer("{\"active\":true}", status: 401), answer("{\"active\":true}", status: 302), answer("", status: 200), answer("[]"),
            answer("<html>"), .failure(.bodyTooLarge(limit: 1)),
        ])
    func unusable(_ outcome: Result<WebResponse, WebError>) async {
        let script = Script([outcome])
        await #expect(throws: (any Error).self) { try await script.introspector.introspect(token: "t") }
        #expect(script.pauses.withLock { $0 } == 0)
    }

    @Test(
        "a token is active only if the answer says exactly that: anything else is an inactive token, not a failure",
        arguments: ["{\"active\":\"true\"}", "{\"active\":1}", "{\"active\":null}", "{\"active\":[true]}", "{}"])
    func inactive(_ body: String) async throws {
        #expect(try await Script([Self.answer(body)]).introspector.introspect(token: "t") == Introspection(isActive: false))
    }

    @Test("a server that answers nothing costs four seconds altogether, with more than one attempt")
    func patience() async throws {
        let start = ContinuousClock.now
        let now = Mutex(start)
        let attempts = Mutex(0)
        let introspector = WebIntrospector(
            url: "http://auth/introspect",
            send: { request in
                let limits = try #require(request.limits)
                now.withLock { $0 += .seconds(limits.waitSeconds + limits.totalSeconds) }
                attempts.withLock { $0 += 1 }
                throw WebError.timedOut(host: "auth")
            }, sleep: { pause in now.withLock { $0 += pause } }, now: { now.withLock { $0 } })
        await #expect(throws: WebError.timedOut(host: "auth")) { try await introspector.introspect(token: "t") }
        #expect(attempts.withLock { $0 } == 2)
        #expect(now.withLock { $0 } - start <= .seconds(4))
    }

    @Test("what may pass is tried three times")
    func retries() async throws {
        let passing = Script([.failure(.timedOut(host: "auth")), Self.answer("", status: 503), Self.answer("{\"active\":false}")])
        #expect(try await passing.introspector.introspect(token: "t") == Introspection(isActive: false))
        let failing = Script([.failure(.timedOut(host: "auth")), Self.answer("", status: 503), .failure(.timedOut(host: "auth"))])
        await #expect(throws: WebError.timedOut(host: "auth")) { try await failing.introspector.introspect(token: "t") }
        #expect(failing.requests.withLock { $0.count } == 3)
    }
}
