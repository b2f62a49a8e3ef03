import SMPProtocol
import Testing

@testable import Trade

@Suite("The most bought currencies (TS2-8)")
struct BuyersStatisticsTests {
    private static func update(
        turns: Int, currencies: Int, _ stored: [DebtorID: Float], _ buyers: [DebtorID: Int]
    ) -> [BuyersStatistics.Entry] {
        BuyersStatistics(settings: .init(turns: turns, currencies: currencies)).updated(stored, buyers: buyers)
    }

    private static func entry(_ id: DebtorID, _ average: Double) -> BuyersStatistics.Entry { .init(debtorID: id, average: average) }

    @Test("example 1 (8.5)")
    func first() {
        let list = Self.update(turns: 30, currencies: 1000, [840: 120, 500: 3], [840: 150, 7: 12])
        #expect(list == [Self.entry(840, 121), Self.entry(7, 12), Self.entry(500, 3 * 29 / 30.0)])
        #expect(Double(list[2].storedAverage) == 2.9000000953674316)
        #expect(BuyersStatistics.Settings().newcomers == 33)
    }

    @Test("example 2: few newcomers, and none with next to no buyers (8.6)")
    func second() {
        let stored: [DebtorID: Float] = [1: 40, 2: 35, 3: 30, 4: 25]
        let list = Self.update(turns: 2, currencies: 4, stored, [1: 50, 2: 1, 5: 20, 6: 33, 7: 29, 8: 1])
        #expect(list == [Self.entry(1, 45), Self.entry(6, 33), Self.entry(7, 29), Self.entry(2, 17.5)])
    }

    @Test("example 3 (8.7)")
    func third() {
        let list = Self.update(turns: 10, currencies: 1000, [101: 1, 199: 10], [101: 1, 102: 2])
        #expect(list == [Self.entry(199, 9), Self.entry(102, 2), Self.entry(101, 1)])
    }

    @Test("a turn without trades makes the list older (8.4)")
    func aging() {
        #expect(Self.update(turns: 30, currencies: 1000, [1: 30], [:]) == [Self.entry(1, 29)])
        #expect(Self.update(turns: 1, currencies: 1000, [1: 30], [:]) == [Self.entry(1, 0)])
    }

    @Test("of equal averages the greater debtor ID wins (8.3.5)")
    func ties() {
        #expect(Self.update(turns: 1, currencies: 2, [:], [-5: 7, 3: 7, 9: 7]) == [Self.entry(9, 7), Self.entry(3, 7)])
    }

    @Test("averages beyond all sense, which only a hand can have written, do no harm")
    func extremes() {
        let list = Self.update(turns: 30, currencies: 1, [1: .greatestFiniteMagnitude], [2: 5])
        #expect(list.map(\.debtorID) == [1])
        #expect(Self.entry(1, 1e-40).storedAverage == 0 && Self.entry(1, .leastNonzeroMagnitude).storedAverage == 0)
    }

    @Test("the greatest of a list (8.8)", arguments: [(3, [5, 4, 3]), (1, [5]), (5, [5, 4, 3, 2, 1]), (9, [5, 4, 3, 2, 1])])
    func bounded(capacity: Int, expected: [Int]) {
        #expect([2, 5, 1, 3, 4].greatest(capacity) == expected)
    }
}
