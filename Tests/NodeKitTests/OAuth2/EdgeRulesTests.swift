import HTTPTypes
import Testing

@testable import NodeKit

@Suite("Rules of the edge")
struct EdgeRulesTests {
    private let rules = EdgeRules(profile: .mint)

    @Test(
        "which scope a request needs",
        arguments: [
            (.get, "/mint/1/", .scope("access.readonly")), (.head, "/mint/1/", .scope("access.readonly")), (.options, "/mint/1/", .none),
            (.options, "/mint/1/activate", .none), (.get, "/mint/health/check/public", .none), (.head, "/mint/1/documents/5/public", .none),
            (.get, "/mint/1/x.public", .none), (.get, "/mint/1/x-public", .none), (.get, "/mint/1/republic", .scope("access.readonly")),
            (.get, "/mint/1/public/", .none), (.get, "/mint/1/public//", .scope("access.readonly")),
            (.post, "/mint/1/public", .scope("access")), (.get, "/mint/.docs", .none),
            (.get, "/mint/.docs/", .none), (.get, "/mint/.docs/openapi.json", .none), (.get, "/mint/.docsx", .scope("access.readonly")),
            (.post, "/mint/.docs/", .scope("access")), (.post, "/mint/1/account-lookup", .scope("access.readonly")),
            (.post, "/mint/.mint-reserve", .scope("activate")), (.post, "/mint/1/reserve", .scope("activate")),
            (.post, "/mint/1/activate", .scope("activate")),
            (.post, "/mint/1/deactivate", .scope("deactivate")), (.post, "/mint/1/restrict", .scope("restrict")),
            (.post, "/mint/1/transfers/", .scope("access")),
            (.put, "/mint/1/config", .scope("access")), (.patch, "/mint/1/config", .scope("access")),
            (.delete, "/mint/1/x", .scope("access")),
            (.put, "/mint/1/activate", .noRule), (.patch, "/mint/1/lookup", .noRule), (.delete, "/mint/1/restrict", .noRule),
            (.get, "/mint", .noRule), (.get, "/", .noRule), (.get, "/minted/1", .noRule),
            (.get, "/mint/\u{301}", .scope("access.readonly")), (.post, "/mint/1/\u{301}activate", .scope("access")),
            (.post, "activate", .noRule), (.post, "/mint/activate", .scope("access")), (.trace, "/mint/1/", .noRule),
        ] as [(HTTPRequest.Method, String, EdgeRules.Requirement)])
    func requirements(_ method: HTTPRequest.Method, _ path: String, _ expected: EdgeRules.Requirement) {
        #expect(rules.requirement(method, path) == expected)
    }

    @Test("only one node knows restrictions")
    func withoutRestrictions() {
        let profile = NodeProfile(
            service: "s", executable: "s", pathPrefix: "creditors", apiTitle: "", redocURL: "", superuserName: "", supervisorName: "",
            userSubjectVariable: "", userSubjectPattern: "")
        #expect(EdgeRules(profile: profile).requirement(.post, "/creditors/1/restrict") == .scope("access"))
    }

    @Test(
        "scopes are hierarchic at dots",
        arguments: [
            ("access.readonly", "access", true), ("access", "access.readonly", false), ("access.readonly", "access.readonly", true),
            ("access", "acc", false), ("accessible", "access", false), ("activate", "access activate", true), ("activate", "", false),
        ])
    func scopes(_ required: String, _ granted: String, _ isGranted: Bool) {
        #expect(Scope.isGranted(required, by: granted.split(separator: " ", omittingEmptySubsequences: false)) == isGranted)
    }
}
