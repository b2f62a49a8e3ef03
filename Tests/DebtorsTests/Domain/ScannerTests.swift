import SMPProtocol
import Testing

@testable import Debtors

@Suite("Rules of the scanner (DA 12.2)")
struct ScannerTests {
    static let dayMicroseconds: Int64 = 86_400_000_000
    let rules = ScannerRules(
        reservationLifetime: 14 * dayMicroseconds, maxConfigDelay: dayMicroseconds, maxHeartbeatDelay: 365 * dayMicroseconds)
    let everything = Responsibility<DebtorID>(range: IDRange(min: 4_294_967_296, max: 8_589_934_591), realm: .everything)

    private func verdict(_ debtor: Debtor) -> ScannerVerdict {
        rules.verdict(on: debtor, responsibility: everything, now: noon)
    }

    @Test(
        "a reservation is deleted when it is too old, and not before",
        arguments: [(30.0, ScannerVerdict.delete), (14, .keep), (0, .keep), (-1, .keep)])
    func reservations(age: Double, expected: ScannerVerdict) {
        #expect(verdict(Sample.reserved(now: noon - age * day)) == expected)
    }

    @Test("a deactivated debtor of any age is kept")
    func deactivated() {
        var debtor: Debtor? = Sample.active(now: noon - 3000 * day)
        _ = debtor.deactivate(now: noon - 2000 * day)
        debtor?.configuration.isEffectual = false
        #expect(verdict(debtor!) == .keep)
    }

    @Test(
        "a configuration that has not worked for too long is reported",
        arguments: [
            // age of the configuration in days, effectual, account exists, age of the heartbeat in days, error
            (3000, false, false, 0, nil, true), (1.1, false, true, 0, nil, true), (0.9, false, false, 0, nil, false),
            (3000, true, true, 366, nil, true), (3000, true, true, 364, nil, false), (3000, true, false, 366, nil, false),
            (3000, false, false, 0, "X", false), (3000, true, true, 366, "", false),
        ] as [(Double, Bool, Bool, Double, String?, Bool)])
    func configurations(age: Double, isEffectual: Bool, exists: Bool, silence: Double, error: String?, isReported: Bool) {
        var debtor = Sample.active(now: noon - age * day)
        debtor.configuration.isEffectual = isEffectual
        debtor.configuration.error = error
        debtor.account.exists = exists
        debtor.account.lastHeartbeatTs = noon - silence * day
        #expect(verdict(debtor) == (isReported ? .reportIneffectualConfiguration : .keep))
        if isReported {
            debtor.reportIneffectualConfiguration()
            #expect(debtor.configuration.error == "CONFIGURATION_IS_NOT_EFFECTUAL")
            #expect(verdict(debtor) == .keep)
        }
    }

    @Test("after a split, debtors of the sibling are deleted, others never", arguments: [true, false])
    func parentShard(deletes: Bool) throws {
        var rules = rules
        rules.deletesParentShardRecords = deletes
        let responsibility = Responsibility<DebtorID>(
            range: IDRange(min: 4_294_967_296, max: 8_589_934_591), realm: try #require(ShardingRealm(bindingKey: "1.#")))

        func verdict(_ id: DebtorID) -> ScannerVerdict {
            rules.verdict(on: Sample.active(id), responsibility: responsibility, now: noon)
        }
        #expect(verdict(4_294_967_296) == (deletes ? .delete : .keep), "in the realm 0.#")
        #expect(verdict(8_589_934_591) == .keep, "in the realm 1.#")
        #expect(verdict(1234) == .keep, "in the realm 0.#, but outside of the interval")
    }
}

@Suite("Responsibility (DA 2.4)")
struct ResponsibilityTests {
    @Test(
        "an ID is served inside the interval, compared as signed numbers",
        arguments: [(-5, true), (5, true), (-6, false), (6, false)] as [(DebtorID, Bool)])
    func interval(id: DebtorID, isValid: Bool) {
        #expect(Responsibility(range: IDRange(min: -5, max: 5), realm: .everything).includes(id) == isValid)
    }

    @Test(
        "without an interval, or with one that is upside down, no ID is served",
        arguments: [.empty, IDRange(min: 2, max: 1)] as [IDRange<DebtorID>])
    func empty(range: IDRange<DebtorID>) {
        #expect(!Responsibility(range: range, realm: .everything).includes(1))
    }

    @Test(
        "the realm must match too",
        arguments: [("1.#", 1, true), ("1.#", 8_589_934_591, true), ("0.#", 1234, true), ("1.#", 0, false)] as [(String, DebtorID, Bool)])
    func realm(key: String, id: DebtorID, isValid: Bool) throws {
        let responsibility = Responsibility<DebtorID>(
            range: IDRange(min: 0, max: DebtorID(.max)), realm: try #require(ShardingRealm(bindingKey: key)))
        #expect(responsibility.includes(id) == isValid)
        #expect(responsibility.parentIncludes(id))
        #expect(responsibility.isLeftOver(id) == !isValid)
    }
}
