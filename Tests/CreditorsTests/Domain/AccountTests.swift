import SMPProtocol
import Testing

@testable import Creditors

@Suite("Accounts (CA 6)")
struct AccountTests {
    @Test("a new account is logged with the list of accounts, and the accounting authority is asked for it")
    func creation() {
        var creditor = Sample.creditor()
        var effects = Effects()
        let account = creditor.createAccount(with: Sample.debtorID, ids: Sample.ids(), now: Sample.now, effects: &effects)
        #expect(effects.log.map(\.object) == [.account(Sample.debtorID), .accountsList])
        #expect(effects.log.map(\.id) == [1, 2])
        #expect(effects.log.map(\.updateID) == [100, 2])
        #expect(creditor.accountsList == Version(id: 2, at: Sample.now))
        #expect(account.data.ledger.nextEntryID == 2)
        #expect(account.settings.exchange.settings == ExchangeSettings(policy: nil, minPrincipal: .min, maxPrincipal: .max, peg: nil))
        #expect(
            effects.messages == [
                .configureAccount(
                    ConfigureAccount(
                        debtorID: Sample.debtorID, creditorID: Sample.creditorID, negligibleAmount: 1e30, configData: "", configFlags: 0,
                        seqnum: 0,
                        ts: Sample.now))
            ])
    }

    @Test(
        "an update ID and new values decide whether a change applies (CA 6.2)",
        arguments: [
            (5, 5, false, UpdateVerdict.upToDate), (5, 5, true, .conflict), (5, 6, false, .apply), (5, 6, true, .apply),
            (5, 7, true, .conflict), (5, 4, false, .conflict), (Int64.max, Int64.max, false, .upToDate), (Int64.max, 1, true, .conflict),
        ])
    func rule(stored: Int64, requested: Int64, differs: Bool, verdict: UpdateVerdict) {
        #expect(UpdateVerdict(stored: UpdateID(stored), requested: UpdateID(requested), differs: differs) == verdict)
    }

    private func config(
        _ updateID: UpdateID, deletion: Bool = false, amount: Float = 50, unsafe: Bool = false, data: String = ""
    ) -> ConfigRequest {
        ConfigRequest(
            updateID: updateID, isScheduledForDeletion: deletion, negligibleAmount: amount, allowUnsafeDeletion: unsafe, data: data)
    }

    @Test("a new configuration is sent, told to the trade service, and logged once however often it is asked for")
    func configUpdate() {
        var creditor = Sample.creditor()
        var data = Sample.confirmed()
        data.config.flags = 6
        data.config.error = "OLD"
        var effects = Effects()
        let later = Sample.now.adding(seconds: 5)
        for outcome in [UpdateOutcome.applied, .upToDate] {
            #expect(data.updateConfig(config(102, deletion: true), creditor: &creditor, now: later, effects: &effects) == outcome)
        }
        #expect(data.config.flags == 7, "the other bits are kept")
        #expect(data.config.at == later && data.config.seqnum == 1)
        #expect(!data.config.isEffectual && data.config.error == "OLD", "the error stays until the configuration is effectual")
        #expect(effects.log.map(\.object) == [.accountConfig(Sample.debtorID)])
        #expect(
            effects.messages == [
                .updatedFlags(UpdatedFlags(Sample.key, updateID: 102, flags: 7, at: later)), .configureAccount(data.configuration),
            ])
        #expect(effects.greatestUpdateID == 102)
        #expect(data.updateConfig(config(102, amount: 51), creditor: &creditor, now: later, effects: &effects) == .conflict)
    }

    @Test("the moment of a configuration never goes back, and its counter wraps")
    func configVersion() {
        var creditor = Sample.creditor()
        var data = Sample.confirmed()
        data.config.seqnum = SequenceNumber(.max)
        var effects = Effects()
        let earlier = Sample.now.adding(seconds: -5)
        #expect(data.updateConfig(config(102), creditor: &creditor, now: earlier, effects: &effects) == .applied)
        #expect(data.config.at == Sample.now && data.config.seqnum == SequenceNumber(.min))
    }

    @Test("the account's information changes when deletion was safe before")
    func safeBefore() {
        var creditor = Sample.creditor()
        var data = Sample.confirmed()
        data.server.exists = false
        data.config.isScheduledForDeletion = true
        #expect(data.isDeletionSafe)
        var effects = Effects()
        _ = data.updateConfig(config(102), creditor: &creditor, now: Sample.now, effects: &effects)
        #expect(!data.isDeletionSafe)
        #expect(effects.log.map(\.object) == [.accountConfig(Sample.debtorID), .accountInfo(Sample.debtorID)])
        #expect(effects.log.last?.updateID == data.info.version.id)
    }

    @Test("canonically equivalent texts of different code points are different configurations")
    func codePoints() {
        var creditor = Sample.creditor()
        var data = Sample.confirmed()
        var effects = Effects()
        #expect(data.updateConfig(config(102, data: "\u{e9}"), creditor: &creditor, now: Sample.now, effects: &effects) == .applied)
        #expect(data.updateConfig(config(102, data: "e\u{301}"), creditor: &creditor, now: Sample.now, effects: &effects) == .conflict)
    }

    @Test("names are unique among the accounts of a creditor, and one's own name may be kept")
    func display() {
        var creditor = Sample.creditor()
        var display = AccountDisplay(settings: .default, version: Version(id: 9, at: Sample.now))
        var effects = Effects()
        let named = DisplaySettings(debtorName: "Village Bank", amountDivisor: 100, decimalPlaces: 2, unit: "EUR", knownDebtor: true)
        func update(_ new: DisplaySettings, _ id: UpdateID, taken: Bool) -> UpdateOutcome {
            display.update(Sample.key, to: new, updateID: id, isNameTaken: taken, creditor: &creditor, now: Sample.now, effects: &effects)
        }
        #expect(update(named, 10, taken: true) == .nameIsTaken)
        #expect(effects == Effects())
        #expect(update(named, 10, taken: false) == .applied)
        #expect(update(named, 11, taken: true) == .applied, "the name does not change, so nobody else can have taken it")
        #expect(update(named, 11, taken: true) == .upToDate)
        #expect(update(.default, 12, taken: true) == .applied, "no name is never taken")
        #expect(effects.log.map(\.updateID) == [10, 11, 12] && effects.messages.isEmpty)
    }

    @Test("exchange settings are told to the trade service; a peg must exist, also when the update ID is right")
    func exchange() {
        var creditor = Sample.creditor()
        var exchange = AccountExchange(settings: .default, version: Version(id: 9, at: Sample.now))
        var effects = Effects()
        let pegged = ExchangeSettings(
            policy: "conservative", minPrincipal: 0, maxPrincipal: 50_000, peg: .init(exchangeRate: 2.5, debtor: 11))
        func update(_ new: ExchangeSettings, _ id: UpdateID, pegExists: Bool) -> UpdateOutcome {
            exchange.update(
                Sample.key, to: new, updateID: id, pegExists: pegExists, creditor: &creditor, now: Sample.now, effects: &effects)
        }
        #expect(update(pegged, 10, pegExists: false) == .pegDoesNotExist)
        #expect(update(pegged, 12, pegExists: false) == .conflict)
        #expect(effects == Effects())
        #expect(update(pegged, 10, pegExists: true) == .applied)
        #expect(update(pegged, 10, pegExists: false) == .upToDate)
        #expect(
            effects.messages == [
                .updatedPolicy(
                    UpdatedPolicy(
                        debtorID: 1, creditorID: Sample.creditorID, updateID: 10, policyName: "conservative", minPrincipal: 0,
                        maxPrincipal: 50_000,
                        pegExchangeRate: 2.5, pegDebtorID: 11, ts: Sample.now))
            ])
        #expect(effects.log.map(\.object) == [.accountExchange(1)])
    }

    @Test("knowledge is replaced whole and logged")
    func knowledge() {
        var creditor = Sample.creditor()
        var knowledge = AccountKnowledge(text: "{}", version: Version(id: 9, at: Sample.now))
        var effects = Effects()
        func update(_ text: String, _ id: UpdateID, differs: Bool) -> UpdateOutcome {
            knowledge.update(Sample.key, to: text, updateID: id, differs: differs, creditor: &creditor, now: Sample.now, effects: &effects)
        }
        #expect(update(#"{"a":1}"#, 10, differs: true) == .applied)
        #expect(update(#"{"a":1.0}"#, 10, differs: false) == .upToDate)
        #expect(knowledge.text == #"{"a":1}"#)
        #expect(update("{}", 10, differs: true) == .conflict)
        #expect(effects.log.map(\.object) == [.accountKnowledge(1)])
    }

    @Test(
        "an account may be deleted when that is safe, allowed, or when it has no name (CA 6.7)",
        arguments: [(nil, false, false, true), ("x", false, false, false), ("x", true, false, true), ("x", false, true, true)]
            as [(String?, Bool, Bool, Bool)])
    func deletion(name: String?, safe: Bool, allowed: Bool, succeeds: Bool) {
        var creditor = Sample.creditor()
        creditor.usage.accounts = 3
        var data = Sample.confirmed()
        data.ledger.lastEntryID = 88
        data.config.allowUnsafeDeletion = allowed
        if safe {
            data.server.exists = false
            data.config.isScheduledForDeletion = true
        }
        var effects = Effects()
        do throws(DeletionRefusal) {
            try creditor.deleteAccount(data, debtorName: name, isPegTarget: false, updateID: 500, now: Sample.now, effects: &effects)
            #expect(succeeds)
        } catch {
            #expect(!succeeds && error == .unsafe && effects == Effects())
            return
        }
        #expect(creditor.largestHistoricLedgerEntryID == 88 && creditor.usage.accounts == 2)
        let d = Sample.debtorID
        #expect(
            effects.log.map(\.object) == [
                .accountsList, .account(d), .accountConfig(d), .accountInfo(d), .accountLedger(d), .accountDisplay(d), .accountExchange(d),
                .accountKnowledge(d),
            ])
        #expect(effects.log.map(\.isDeleted) == [false] + Array(repeating: true, count: 7))
        #expect(effects.log.dropFirst().allSatisfy { $0.updateID == 500 } && effects.log[0].updateID == 2)
        #expect(effects.messages.map(\.name) == ["UpdatedLedger", "UpdatedPolicy", "UpdatedFlags"])
    }

    @Test("an account to which another one is pegged may not be deleted")
    func pegged() {
        var creditor = Sample.creditor()
        var effects = Effects()
        #expect(throws: DeletionRefusal.pegged) {
            try creditor.deleteAccount(
                Sample.confirmed(), debtorName: nil, isPegTarget: true, updateID: 500, now: Sample.now, effects: &effects)
        }
        #expect(effects == Effects())
    }
}
