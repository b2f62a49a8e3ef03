import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Subjects")
struct SubjectKindsTests {
    private let kinds = SubjectKinds(
        superuser: .exact("debtors-superuser"), supervisor: .exact("debtors-supervisor"),
        user: SubjectPattern(pattern: "^debtors:([0-9]+)$"))

    @Test(
        "the first pattern that matches decides",
        arguments: [
            ("debtors-superuser", .superuser), ("debtors-supervisor", .supervisor), ("debtors:1", .user(id: 1)),
            ("debtors:01", .user(id: 1)),
            ("debtors:18446744073709551615", .user(id: -1)), ("debtors:9223372036854775808", .user(id: .min)),
            ("debtors:18446744073709551616", nil),
            ("debtors:", nil), ("debtors:1x", nil), ("debtors:x", nil), ("xdebtors:1", nil), ("debtors:1\n", nil), ("debtors:١", nil),
            ("debtors-superuser2", nil), ("debtors-superuser\n", nil), ("someone", nil), ("", nil),
        ] as [(String, UserKind?)])
    func kinds(_ subject: String, _ kind: UserKind?) {
        #expect(kinds.kind(of: subject) == kind)
    }

    @Test("a subject is another one when its bytes are others, whatever they look like")
    func normalization() {
        #expect(SubjectPattern.exact("\u{e9}").match("e\u{301}") == nil)
        #expect(SubjectPattern.exact("K").match("\u{212a}") == nil)
        #expect(!Scope.isGranted("K.x", by: ["\u{212a}"]))
        #expect(Introspection(isActive: true, scope: "access \u{301} x").scopes == ["access", "\u{301}", "x"])
    }

    @Test("the owner of a node is a supervisor")
    func owner() {
        var kinds = self.kinds
        kinds.supervisingUser = 7
        #expect(kinds.kind(of: "debtors:7") == .supervisor)
        #expect(kinds.kind(of: "debtors:8") == .user(id: 8))
    }

    @Test("a user is compared by the signed ID")
    func isUser() {
        #expect(UserKind.user(id: -1).isUser(DebtorID(unsigned: .max)))
        #expect(!UserKind.superuser.isUser(DebtorID(1)))
    }
}
