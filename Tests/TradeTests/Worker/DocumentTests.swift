import SMPProtocol
import Testing
import WebFetch

@testable import Trade

@Suite("Judging debtor-info documents (TW 10.6, 10.7)")
struct DocumentTests {
    private static let type = "application/vnd.swaptacular.coin-info+json"

    /// A whole document; members of the same name replace those of the sample.
    private func document(_ changes: [(String, String?)] = []) -> String {
        var members: [(String, String?)] = [
            ("type", #""CoinInfo-v1""#), ("latestDebtorInfo", #"{"uri":"https://example.com/666"}"#),
            ("debtorIdentity", #"{"type":"DebtorIdentity","uri":"swpt:666"}"#), ("willNotChangeUntil", #""2030-01-01T00:00:00Z""#),
            (
                "peg",
                #"{"type":"Peg","latestDebtorInfo":{"uri":"https://example.com/101"},"#
                    + #""debtorIdentity":{"type":"DebtorIdentity-v2","uri":"swpt:18446744073709551615"},"exchangeRate":2.5}"#
            ),
        ]
        for change in changes {
            members.removeAll { $0.0 == change.0 }
            members.append(change)
        }
        return "{" + members.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",") + "}"
    }

    private func read(_ body: String, contentType: String? = type, maxBytes: Int = 50_000) throws -> LocatedCoinInfo {
        try LocatedCoinInfo(contentType: contentType, body: Array(body.utf8), maxBytes: maxBytes)
    }

    private func problem(_ body: String, contentType: String? = type, maxBytes: Int = 50_000) -> CoinInfoProblem? {
        do {
            _ = try LocatedCoinInfo(contentType: contentType, body: Array(body.utf8), maxBytes: maxBytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("a whole document and a minimal one are read")
    func whole() throws {
        let peg = CoinInfo.Peg(locator: "https://example.com/101", debtor: -1, exchangeRate: 2.5)
        let info = CoinInfo(debtor: 666, peg: peg, willNotChangeUntil: Timestamp(iso8601: "2030-01-01T00:00:00Z"))
        #expect(try read(document()) == LocatedCoinInfo(locator: "https://example.com/666", info: info))
        let minimal = try read(document([("peg", nil), ("willNotChangeUntil", nil), ("summary", #"[{"any":"thing"}]"#)]))
        #expect(minimal.info == CoinInfo(debtor: 666, peg: nil, willNotChangeUntil: nil))
    }

    @Test("the media type counts, its parameters and case do not")
    func mediaTypes() {
        #expect(problem(document(), contentType: "Application/vnd.Swaptacular.coin-info+JSON ; charset=latin1") == nil)
        for type in [nil, "", "application/json", Self.type + "x"] { #expect(problem(document(), contentType: type) == .mediaType) }
    }

    @Test("what is too long or no object is refused")
    func malformed() {
        let length = document().utf8.count
        #expect(problem(document(), maxBytes: length) == nil && problem(document(), maxBytes: length - 1) == .tooLong)
        for body in ["", "x", "[]", "null", document() + "x", #"{"type":NaN}"#, String(repeating: "[", count: 40_000)] {
            #expect(problem(body) == .malformed, "\(body.prefix(20))")
        }
        #expect(problem("{}") == .field("type"))
    }

    @Test(
        "every checked field has its rule",
        arguments: [
            ("type", #""Coin""#), ("type", #""CoinInfo-v0""#), ("type", #""CoinInfo-v1234567""#), ("type", #""CoinInfo-v1x""#),
            ("type", "5"),
            ("type", #""CoinInfo-""#), ("latestDebtorInfo", nil), ("latestDebtorInfo", "null"), ("latestDebtorInfo", "{}"),
            ("latestDebtorInfo", #"{"uri":"x","y":1}"#), ("latestDebtorInfo", #"{"uri":5}"#),
            ("latestDebtorInfo", #"{"uri":""# + String(repeating: "x", count: 201) + #""}"#), ("debtorIdentity", nil),
            ("debtorIdentity", #"{"type":"X","uri":"swpt:1"}"#), ("debtorIdentity", #"{"type":"DebtorIdentity","uri":"swpt:x"}"#),
            ("debtorIdentity", #"{"type":"DebtorIdentity","uri":"swpt:18446744073709551616"}"#),
            ("debtorIdentity", #"{"type":"DebtorIdentity","uri":"http:1"}"#), ("willNotChangeUntil", #""soon""#),
            ("willNotChangeUntil", "null"),
            ("willNotChangeUntil", #""2030-01-01T00:00:00""#), ("willNotChangeUntil", "5"), ("peg", "null"), ("peg", "{}"), ("peg", "[]"),
        ] as [(String, String?)])
    func rules(name: String, value: String?) {
        #expect(problem(document([(name, value)])) != nil)
    }

    @Test(
        "a rate is a finite number, also as a text, and not negative",
        arguments: [
            ("2", 2), ("0", 0), (#""1""#, 1), ("1e-3", 0.001), ("-1", nil), ("1e400", nil), (#""x""#, nil), ("true", nil), ("null", nil),
        ] as [(String, Double?)])
    func rates(text: String, rate: Double?) throws {
        let peg =
            #"{"type":"Peg","latestDebtorInfo":{"uri":"x"},"debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:1"},"exchangeRate":"#
            + text
            + "}"
        let body = document([("peg", peg)])
        if let rate { #expect(try read(body).info.peg?.exchangeRate == rate) } else { #expect(problem(body) == .field("exchangeRate")) }
    }

    @Test("responses have their verdicts")
    func responses() throws {
        func outcome(_ status: Int, _ body: String = "") -> FetchOutcome {
            var response = WebResponse(status: status, body: Array(body.utf8))
            response.headers.append(name: "Content-Type", value: Self.type)
            return FetchOutcome(response, maxBytes: 50_000)
        }
        #expect(outcome(200, document()) == .document(try read(document())))
        #expect(outcome(200, "x") == .failure(errorCode: nil))
        #expect(outcome(404) == .failure(errorCode: 404) && outcome(503) == .failure(errorCode: 503))
        #expect(outcome(301) == .failure(errorCode: 301))
        #expect(outcome(410, document()) == .permanentFailure)
    }

    @Test("failures have their verdicts")
    func failures() {
        #expect(FetchOutcome(WebError.invalidURL) == .permanentFailure)
        #expect(FetchOutcome(WebError.schemeRefused(host: "x")) == .permanentFailure)
        for error in [
            WebError.nameNotResolved(host: "x"), .timedOut(host: "x"), .bodyTooLarge(limit: 1), .tooManyRedirects(limit: 1),
            .tlsFailed(host: "x", reason: "y"), .connectionFailed(host: "x", reason: "y"), .addressRefused(host: "x"),
        ] {
            #expect(FetchOutcome(error) == .failure(errorCode: nil))
        }
        for error in [WebError.noFreeConnection(host: "x"), .queueFull(limit: 1), .clientClosed] {
            #expect(FetchOutcome(error) == .postponed)
        }
    }
}
