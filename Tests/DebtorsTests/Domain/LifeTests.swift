import SMPProtocol
import Testing

@testable import Debtors

@Suite("Life of a debtor (DA 9.3, 9.4, 9.5, 9.8)")
struct LifeTests {
    @Test("the right reservation activates once, and may be shown again")
    func activation() throws {
        var debtor: Debtor? = Sample.reserved()

        let effects = try debtor.activate(reservation: "77", now: noon + 1)

        let message = try #require(effects.first?.configuration)
        #expect(effects.count == 1)
        #expect(message.configData == "" && message.configFlags == 0 && message.seqnum == 1 && message.ts == noon + 1)
        #expect(debtor?.status == .active)

        let before = debtor
        #expect(try debtor.activate(reservation: "77", now: noon + 2).isEmpty)
        #expect(debtor == before)
    }

    @Test("a reservation is compared as text", arguments: ["", "077", " 77", "78", "7", "+77", "77 ", "９９"])
    func wrongReservation(text: String) {
        var debtor: Debtor? = Sample.reserved()
        #expect(throws: Refusal.invalidReservationID) { try debtor.activate(reservation: text, now: noon) }
        #expect(debtor == Sample.reserved())

        var active: Debtor? = Sample.active()
        #expect(throws: Refusal.debtorExists) { try active.activate(reservation: text, now: noon) }
        _ = active.deactivate(now: noon)
        #expect(throws: Refusal.debtorExists) { try active.activate(reservation: text, now: noon) }
    }

    @Test("an unknown debtor has no reservation")
    func unknown() {
        var debtor: Debtor?
        #expect(throws: Refusal.invalidReservationID) { try debtor.activate(reservation: "77", now: noon) }
        #expect(debtor == nil)
    }

    @Test("showing the reservation of a deactivated debtor changes nothing")
    func activationAfterDeactivation() throws {
        var debtor: Debtor? = Sample.active()
        _ = debtor.deactivate(now: noon)
        let before = debtor
        #expect(try debtor.activate(reservation: "77", now: noon + 9).isEmpty)
        #expect(debtor == before)
    }

    @Test("deactivation empties the debtor and asks for the deletion of the account")
    func deactivation() throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.restrict(minBalance: -5500, now: noon)
        debtor?.configuration.data = "data"
        debtor?.configuration.error = "X"
        debtor?.infoIRI = "https://example.com/"
        debtor?.runningTransfersCount = 3
        debtor?.account.balance = -500

        let effects = debtor.deactivate(now: noon + 7)

        let message = try #require(effects.first?.configuration)
        #expect(effects.count == 1)
        #expect(message.configFlags == 1 && message.configData == "" && message.negligibleAmount == 5500)
        let after = try #require(debtor)
        #expect(after.status == .deactivated)
        #expect(after.deactivationDate == (noon + 7).date)
        #expect(after.configuration.isEffectual)
        #expect(after.configuration.error == nil)
        #expect(after.infoIRI == nil)
        #expect(after.runningTransfersCount == 0)
        #expect(after.account.balance == -500)
        #expect(after.minBalance == -5500)
        #expect(after.isConsistent)
    }

    @Test("deactivation does nothing unless the debtor is active")
    func deactivationOfOthers() {
        var unknown: Debtor?
        #expect(unknown.deactivate(now: noon).isEmpty)
        #expect(unknown == nil)

        var reserved: Debtor? = Sample.reserved()
        #expect(reserved.deactivate(now: noon).isEmpty)
        #expect(reserved == Sample.reserved())

        var deactivated: Debtor? = Sample.active()
        _ = deactivated.deactivate(now: noon)
        let before = deactivated
        #expect(deactivated.deactivate(now: noon + day * 9).isEmpty)
        #expect(deactivated == before)
    }

    @Test("documents are counted in windows of more than 365 days")
    func documents() throws {
        var debtor: Debtor? = Sample.active()
        try debtor.saveDocument(limits: Sample.limits, now: noon)
        try debtor.saveDocument(limits: Sample.limits, now: noon + day * 365)
        #expect(throws: Refusal.tooManySavedDocuments) {
            try debtor.saveDocument(limits: Sample.limits, now: noon + day * 365)
        }
        try debtor.saveDocument(limits: Sample.limits, now: noon + day * 366)
        #expect(debtor?.documents.count == 1)
    }
}
