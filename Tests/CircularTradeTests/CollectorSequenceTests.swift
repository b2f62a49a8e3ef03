import CircularTrade
import Testing

@Suite("Collector IDs (TS 10.3, TS2 11.8)")
struct CollectorSequenceTests {
    static let vectors: [(Int64, Int64, Int64, [Int64])] = [
        (
            666, 0x100_0000_0000, 0x100_0000_07ff,
            [1_099_511_629_644, 1_099_511_629_320, 1_099_511_629_555, 1_099_511_628_937, 1_099_511_627_834, 1_099_511_629_140]
        ),
        (
            1, 0x100_0000_0000, 0x100_0000_07ff,
            [1_099_511_628_326, 1_099_511_628_034, 1_099_511_628_820, 1_099_511_628_258, 1_099_511_629_805, 1_099_511_629_617]
        ),
        (
            .max, 0x100_0000_0000, 0x100_0000_03ff,
            [1_099_511_628_424, 1_099_511_628_047, 1_099_511_628_781, 1_099_511_628_704, 1_099_511_627_999, 1_099_511_628_752]
        ),
        (
            .min, 0x100_0000_0000, 0x100_0000_07ff,
            [1_099_511_629_389, 1_099_511_628_633, 1_099_511_628_767, 1_099_511_628_123, 1_099_511_629_238, 1_099_511_629_140]
        ),
        (666, 1000, 2000, [1467, 1925, 1386, 1444, 1290, 1512]),
        (
            666, 4_294_967_296, 8_589_934_591,
            [8_174_710_708, 6_160_595_850, 6_445_142_560, 7_353_734_648, 4_823_858_568, 7_794_333_829]
        ),
        (5, -100, -1, [-21, -68, -6, -55, -12, -6]),
        // TS2 9.4; one of them comes twice.
        (
            840, 0x100_0000_0000, 0x100_0000_03ff,
            [0x100_0000_01a8, 0x100_0000_0345, 0x100_0000_03a7, 0x100_0000_03ae, 0x100_0000_03ae, 0x100_0000_02cc]
        ),
    ]

    @Test("the sequence is that of the specification", arguments: vectors)
    func sequence(currency: Int64, first: Int64, last: Int64, expected: [Int64]) {
        let interval = CollectorID(first)...CollectorID(last)
        let ids = CollectorSequence(currency: CurrencyID(currency), interval: interval).prefix(6).map(\.rawValue)
        #expect(ids == expected)
        if currency != .min {
            let mirrored = CollectorSequence(currency: CurrencyID(-currency), interval: interval).prefix(6).map(\.rawValue)
            #expect(mirrored == expected)
        }
    }

    @Test(
        "the primary collector is the first of the sequence",
        arguments: [(840, 0x1a8), (101, 0x18e), (102, 0x12f), (103, 0x3a6), (666, 0x3a6), (2, 0x073), (-1, 0x113)] as [(Int64, Int64)])
    func primary(currency: Int64, expected: Int64) {
        let interval = CollectorID(0x100_0000_0000)...CollectorID(0x100_0000_03ff)
        let primary = CollectorSequence.primary(of: CurrencyID(currency), interval: interval)
        #expect(primary.rawValue == 0x100_0000_0000 + expected)
    }

    @Test("an interval of all 64-bit numbers, or of a single one, is no problem")
    func extremes() {
        let all = CollectorSequence(currency: CurrencyID(1), interval: CollectorID(.min)...CollectorID(.max))
        #expect(Set(all.prefix(100)).count == 100)
        let single = CollectorSequence(currency: CurrencyID(1), interval: CollectorID(7)...CollectorID(7))
        #expect(Array(single.prefix(3)) == [CollectorID(7), CollectorID(7), CollectorID(7)])
    }
}
