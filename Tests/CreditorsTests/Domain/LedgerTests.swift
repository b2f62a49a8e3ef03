import SMPProtocol
import Testing

@testable import Creditors

@Suite("Ledger (CA 10)")
struct LedgerTests {
    private func process(_ data: inout AccountData, _ links: [ChainLink], isWhole: Bool = true, maxDelayDays: Int64 = 14) -> Effects {
        var creditor = Sample.creditor()
        var effects = Effects()
        data.processLedger(
            Chain(links: links, isWhole: isWhole), maxDelayMicroseconds: maxDelayDays * Sample.day, creditor: &creditor, now: Sample.now,
            effects: &effects)
        return effects
    }

    @Test(
        "a correction needs as many entries as 63 bits need",
        arguments: [
            (0, 0, []), (0, 5, [5]), (7, -7, [-14]), (0, .min, [-.max, -1]), (.max, .min, [-.max, -.max, -1]),
            (.min, .max, [.max, .max, 1]),
        ] as [(Int64, Int64, [Int64])])
    func correction(from: Int64, to: Int64, steps: [Int64]) {
        var data = Sample.confirmed()
        data.ledger.principal = from
        var effects = Effects()
        #expect(data.correctLedger(to: to, now: Sample.now, effects: &effects) == !steps.isEmpty)
        #expect(effects.ledger.map(\.acquiredAmount) == steps && effects.ledger.allSatisfy { $0.transfer == nil })
        #expect(data.ledger.principal == to)
    }

    @Test("the worked example of CA 10.7")
    func example() {
        var data = Sample.confirmed()
        let first = process(
            &data,
            [
                Sample.link(1, after: 0, acquired: 1000, principal: 1100), Sample.link(20, after: 1, acquired: 1000, principal: 2100),
                Sample.link(22, after: 21, acquired: 1000, principal: 4150),
            ])
        #expect(first.ledger.map(\.acquiredAmount) == [100, 1000, 1000] && first.ledger.map(\.principal) == [100, 1100, 2100])
        #expect(data.ledger.pendingTransferAt == Sample.now && data.ledger.lastTransferNumber == 20)
        let second = process(
            &data,
            [
                Sample.link(21, after: 20, acquired: 1000, principal: 3150), Sample.link(22, after: 21, acquired: 1000, principal: 4150),
            ])
        #expect(second.ledger.map(\.acquiredAmount) == [50, 1000, 1000])
        #expect(second.ledger.map(\.transfer?.number) == [nil, 21, 22])
        #expect(data.ledger.pendingTransferAt == nil && data.ledger.principal == 4150 && data.ledger.nextEntryID == 8)
        for effects in [first, second] {
            #expect(effects.log.count == 1 && effects.messages.map(\.name) == ["UpdatedLedger"])
        }
        #expect(second.log[0].data == .ledger(principal: 4150, nextEntryID: 8) && second.log[0].updateID == data.ledger.version.id)
    }

    @Test("a chain that was not read to its end leaves work, and no news of a lost transfer is believed")
    func burst() {
        var data = Sample.confirmed()
        data.server.lastTransferNumber = 9
        data.server.principal = 77
        let effects = process(&data, [Sample.link(1, after: 0, acquired: 5, principal: 5)], isWhole: false)
        #expect(data.ledger.hasWork && data.ledger.lastTransferNumber == 1 && effects.ledger.count == 1)
        _ = process(&data, [])
        #expect(!data.ledger.hasWork && data.ledger.lastTransferNumber == 9 && data.ledger.principal == 77)
    }

    @Test("a gap is waited for until the transfer behind it is older than the maximal delay")
    func oldGap() {
        let committed = Sample.now.adding(microseconds: -14 * Sample.day)
        for (at, bridged) in [(committed, false), (committed.adding(microseconds: -1), true)] {
            var data = Sample.confirmed()
            let effects = process(&data, [Sample.link(5, after: 4, acquired: 10, principal: 100, committedAt: at)])
            #expect(effects.ledger.map(\.acquiredAmount) == (bridged ? [90, 10] : []))
            #expect((data.ledger.pendingTransferAt == at) == !bridged)
        }
    }

    @Test("a lost last transfer is made up for after the maximal delay (CA 19.15)")
    func lostLast() {
        var data = Sample.confirmed()
        data.server.lastTransferNumber = 3
        data.server.lastTransferCommittedAt = Sample.now.adding(microseconds: -20 * Sample.day)
        data.server.principal = 1000
        let before = data
        #expect(process(&data, [], maxDelayDays: 30) == Effects() && data == before)
        let effects = process(&data, [], maxDelayDays: 10)
        #expect(effects.ledger.map(\.acquiredAmount) == [1000] && effects.ledger[0].transfer == nil)
        #expect(data.ledger.lastTransferNumber == 3 && data.ledger.version.id == before.ledger.version.id.next)
        #expect(effects.log.count == 1 && effects.messages.count == 1)
    }

    @Test("a principal that the transfer cannot have led to makes the ledger jump without a correction")
    func inconsistent() {
        var data = Sample.confirmed()
        _ = process(&data, [Sample.link(1, after: 0, acquired: .max, principal: .max)])
        let jump = process(&data, [Sample.link(2, after: 1, acquired: -1, principal: .max - 1)])
        #expect(jump.ledger.map(\.acquiredAmount) == [-1])
        let impossible = process(&data, [Sample.link(3, after: 2, acquired: -1, principal: .max)])
        #expect(impossible.ledger.map(\.acquiredAmount) == [-1] && impossible.ledger.map(\.principal) == [.max])
        #expect(data.ledger.principal == .max)
    }

    @Test("links find their place in a chain, and none goes behind the last one that was read of a longer chain")
    func insertion() {
        var whole = Chain.empty
        for number in [5, 1, 3] as [Int64] { whole.insert(Sample.link(number, after: number - 1, acquired: 1, principal: 1)) }
        #expect(whole.links.map(\.number) == [1, 3, 5])
        whole.isWhole = false
        for number in [9, 4] as [Int64] { whole.insert(Sample.link(number, after: number - 1, acquired: 1, principal: 1)) }
        #expect(whole.links.map(\.number) == [1, 3, 4, 5])
        whole.drop(through: 3)
        #expect(whole.links.map(\.number) == [4, 5])
    }
}
