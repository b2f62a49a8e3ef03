import SMPProtocol
import Testing

@testable import Creditors

@Suite("Life of a creditor (CA 5)")
struct LifeCycleTests {
    @Test("a log begins at nothing, or one above what remained of a former life")
    func relic() {
        func last(_ relic: Int64?) -> Int64 {
            Creditor.reserved(Sample.creditorID, reservationID: 1, logRelic: relic, ledgerRelic: 0, now: Sample.now).lastLogEntryID
        }
        #expect(last(nil) == 0)
        #expect(last(17) == 18)
    }

    @Test("ledgers of a new life begin above what remained of a former one (CA 21.21)")
    func ledgerRelic() {
        var creditor = Creditor.reserved(Sample.creditorID, reservationID: 1, logRelic: nil, ledgerRelic: 40, now: Sample.now)
        creditor.status = .active
        var effects = Effects()
        let account = creditor.createAccount(with: 1, ids: Sample.ids(), now: Sample.now, effects: &effects)
        #expect(account.data.ledger.nextEntryID == 42)
    }

    @Test(
        "activation by state and reservation",
        arguments: [
            (Creditor.Status.reserved, "8841", ActivationOutcome.activated(.off(now: Sample.now.adding(microseconds: 4)))),
            (.reserved, "8842", .invalidReservation),
            (.reserved, "", .invalidReservation), (.reserved, "08841", .invalidReservation), (.active, "8841", .alreadyActivated),
            (.active, "1", .creditorExists), (.deactivated, "8841", .alreadyActivated), (.deactivated, "1", .creditorExists),
        ])
    func activation(status: Creditor.Status, text: String, outcome: ActivationOutcome) {
        var creditor = Sample.creditor(status: status)
        #expect(creditor.activate(reservation: text, now: Sample.now) == outcome)
        #expect(creditor.status == (status == .reserved && text == "8841" ? .active : status))
    }

    @Test("deactivation stops the trade of all accounts with one update ID and logs nothing")
    func deactivation() {
        var creditor = Sample.creditor()
        var effects = Effects()
        #expect(creditor.deactivate(accounts: [3, -1], updateID: 77, now: Sample.now, effects: &effects))
        #expect(creditor.status == .deactivated && creditor.deactivationDate == Sample.now.date)
        #expect(effects.log.isEmpty)
        #expect(
            effects.messages.map(\.name) == [
                "UpdatedLedger", "UpdatedPolicy", "UpdatedFlags", "UpdatedLedger", "UpdatedPolicy", "UpdatedFlags",
            ])
        guard case .updatedLedger(let m) = effects.messages[3] else { return #expect(Bool(false), "the fourth is about the ledger") }
        #expect(
            m
                == UpdatedLedger(
                    debtorID: -1, creditorID: creditor.id, updateID: 77, accountID: .none, creationDate: .epoch, principal: 0,
                    lastTransferNumber: 0, ts: Sample.now))
    }

    @Test("only active creditors can be deactivated", arguments: [Creditor.Status.reserved, .deactivated])
    func inactive(status: Creditor.Status) {
        var creditor = Sample.creditor(status: status)
        let before = creditor
        var effects = Effects()
        #expect(!creditor.deactivate(accounts: [1], updateID: 1, now: Sample.now, effects: &effects))
        #expect(creditor == before && effects == Effects())
    }

    @Test("reservations are kept 14 days, deactivated creditors 1826, active ones for ever")
    func retention() {
        let rules = RetentionRules(
            inactiveCreditorMicroseconds: 14 * Sample.day, deactivatedCreditorMicroseconds: 1826 * Sample.day,
            logMicroseconds: 45 * Sample.day, ledgerMicroseconds: 30 * Sample.day, maxTransferDelayMicroseconds: 14 * Sample.day)
        func isOutdated(_ status: Creditor.Status, afterDays days: Int64, deactivated: Bool = true) -> Bool {
            var creditor = Sample.creditor(status: status)
            if status == .deactivated && deactivated { creditor.deactivationDate = Sample.now.date }
            return creditor.isOutdated(rules, now: Sample.now.adding(microseconds: days * Sample.day + 1))
        }
        #expect(!isOutdated(.reserved, afterDays: 13) && isOutdated(.reserved, afterDays: 14))
        #expect(!isOutdated(.deactivated, afterDays: 1826) && isOutdated(.deactivated, afterDays: 1827))
        #expect(isOutdated(.deactivated, afterDays: 0, deactivated: false))
        #expect(!isOutdated(.active, afterDays: 100_000))
        #expect(rules.transferCutoff(now: Sample.now) == Sample.now.adding(microseconds: -59 * Sample.day))
    }
}

extension Outgoing {
    var name: String { type(of: message).typeName }
}
