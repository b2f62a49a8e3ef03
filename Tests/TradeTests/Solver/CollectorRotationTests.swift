import SMPProtocol
import Testing

@testable import Trade

@Suite("Collectors that are taken out of use (TS2 11.5)")
struct CollectorRotationTests {
    /// The limit is noon: `days` before it the account became what it is.
    private static func account(_ id: CreditorID, _ status: CollectorStatus, days: Double) -> CollectorRotation.Account {
        .init(collectorID: id, status: status, latestStatusChangeAt: noon - days * day)
    }

    private static func verdict(_ usable: [CollectorRotation.Account]) -> CollectorRotation.Verdict {
        CollectorRotation.verdict(usable, primary: 1, activeSince: noon)
    }

    @Test("at most a third, rounded up", arguments: [(1, 1), (2, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (1024, 342)])
    func quota(count: Int, disabled: Int) {
        let accounts = (1...count).map { Self.account(CreditorID(Int64($0)), .active, days: 1) }
        let verdict = Self.verdict(accounts.shuffled())
        #expect(verdict.disabled == accounts.prefix(disabled).map(\.collectorID), "equal times: the lesser ID first")
        #expect(verdict.needsPrimary == (disabled > 1), "1 is the primary collector")
    }

    @Test("what is disabled counts")
    func alreadyDisabled() {
        let active = (1...4).map { Self.account(CreditorID(Int64($0)), .active, days: 1) }
        #expect(Self.verdict(active + [Self.account(9, .disabled, days: 50)]).disabled == [1])
        #expect(Self.verdict(active + [Self.account(9, .disabled, days: 50), Self.account(8, .disabled, days: 0)]).disabled == [])
        #expect(Self.verdict([Self.account(9, .disabled, days: 50)]) == .init())
    }

    @Test("the oldest first, and none before its time")
    func times() {
        let accounts = [
            Self.account(5, .active, days: 3), Self.account(6, .active, days: 4), Self.account(7, .active, days: -1),
            Self.account(8, .active, days: -1e-7),
        ]
        #expect(Self.verdict(accounts) == .init(disabled: [6, 5], needsPrimary: true))
        #expect(Self.verdict([Self.account(5, .active, days: 0)]).disabled == [5], "at the very moment it is old enough")
        #expect(Self.verdict([Self.account(5, .active, days: -1 / day / 1e5)]).disabled == [])
        #expect(Self.verdict([]) == .init())
    }
}
