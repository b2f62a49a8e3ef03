import SMPProtocol
import Testing

@testable import Creditors

@Suite("Accounts scanner (CA 15.3)")
struct ScanTests {
    private let hour: Int64 = 3_600_000_000

    private func scan(_ data: inout AccountData, after microseconds: Int64) -> Effects {
        var creditor = Sample.creditor()
        var effects = Effects()
        let before = data
        let now = Sample.now.adding(microseconds: microseconds)
        let isNeeded = data.needsScan(Sample.scanRules, now: now)
        data.scan(Sample.scanRules, creditor: &creditor, now: now, effects: &effects)
        #expect(isNeeded == (data != before))
        return effects
    }

    @Test("a complete ledger with another principal is corrected when it has been quiet for an hour")
    func different() {
        var data = Sample.confirmed()
        data.server.principal = 1000
        let before = data.ledger.version.id
        #expect(scan(&data, after: hour) == Effects())
        let effects = scan(&data, after: hour + 1)
        #expect(effects.ledger.map(\.acquiredAmount) == [1000] && data.ledger.principal == 1000)
        #expect(effects.log.map(\.object) == [.accountLedger(Sample.debtorID)] && effects.log[0].updateID == before.next)
        #expect(effects.messages.map(\.name) == ["UpdatedLedger"])
        #expect(scan(&data, after: 3 * hour) == Effects())
    }

    /// Five payments of one batch, at an authority whose transfers do not chain: the last that arrives does not have the last principal.
    @Test("a ledger whose transfers do not chain agrees with the authority's books an hour after the last change")
    func unchained() {
        var data = Sample.confirmed()
        var creditor = Sample.creditor()
        var effects = Effects()
        let principals: [Int64] = [9900, 9500, 9800, 9700, 9600]
        let links = zip(Int64(1)..., principals).map { Sample.link($0, after: $0 - 1, acquired: -100, principal: $1) }
        data.processLedger(
            Chain(links: links, isWhole: true), maxDelayMicroseconds: 14 * Sample.day, creditor: &creditor, now: Sample.now,
            effects: &effects)
        #expect(data.ledger.principal == 9600 && data.ledger.lastTransferNumber == 5)
        data.server.lastTransferNumber = 5
        data.server.principal = 9500
        #expect(scan(&data, after: hour) == Effects())
        let correction = scan(&data, after: hour + 1)
        #expect(correction.ledger.map(\.acquiredAmount) == [-100] && data.ledger.principal == 9500)
        #expect(correction.messages.map(\.name) == ["UpdatedLedger"])
    }

    @Test("a ledger that is behind for too long gets work, judged by what waits or else by what was reported")
    func behind() {
        for pending in [nil, Sample.now] as [Timestamp?] {
            var data = Sample.confirmed()
            data.server.lastTransferNumber = 1
            data.server.lastTransferCommittedAt = pending == nil ? Sample.now : Sample.now.adding(microseconds: 99 * Sample.day)
            data.ledger.pendingTransferAt = pending
            #expect(scan(&data, after: 14 * Sample.day).ledgerWork.isEmpty)
            #expect(scan(&data, after: 14 * Sample.day + 1).ledgerWork == [Sample.key])
            #expect(data.ledger.hasWork)
        }
    }

    @Test("a configuration that is not effectual after a day is a problem, told once")
    func problem() {
        var data = Sample.account().data
        #expect(scan(&data, after: Sample.day) == Effects())
        let effects = scan(&data, after: Sample.day + 1)
        #expect(data.config.error == "CONFIGURATION_IS_NOT_EFFECTUAL")
        #expect(effects.log.map(\.object) == [.accountInfo(Sample.debtorID)])
        #expect(scan(&data, after: 2 * Sample.day) == Effects())
    }

    @Test("silence for a year is a problem, and the next sign of life ends it (CA 21.5)")
    func silence() {
        var data = Sample.confirmed()
        #expect(scan(&data, after: 365 * Sample.day) == Effects())
        #expect(scan(&data, after: 365 * Sample.day + 1).log.count == 1)
        var creditor = Sample.creditor()
        var effects = Effects()
        let later = Sample.now.adding(microseconds: 366 * Sample.day)
        let heartbeat = Sample.update(confirming: data) { $0.ts = later }
        #expect(!data.apply(heartbeat, creditor: &creditor, now: later, effects: &effects))
        #expect(data.config.error == nil && effects.log.map(\.object) == [.accountInfo(Sample.debtorID)])
    }

    @Test("all three findings may come together (CA 19.22)")
    func together() {
        var data = Sample.account().data
        data.server.principal = 1000
        let effects = scan(&data, after: 2 * Sample.day)
        #expect(effects.log.map(\.object) == [.accountLedger(Sample.debtorID), .accountInfo(Sample.debtorID)])
        #expect(effects.ledger.count == 1 && effects.messages.count == 1)
    }
}
