import SMPProtocol
import Testing

@testable import Trade

@Suite("Collector accounts (TS 10, TS2-11)")
struct CollectorTests {
    /// R1's interval, and R2's.
    private static let r1 = CollectorInterval(minimum: 0x100_0000_0000, maximum: 0x100_0000_07ff)!
    private static let r2 = CollectorInterval.standard

    @Test("who may change a status to what (TS2 11.2)", arguments: CollectorStatus.allCases)
    func transitions(status: CollectorStatus) {
        let allowed: [CollectorStatus: [CollectorStatus]] = [
            .pristine: [.requested], .requested: [.active], .active: [.disabled], .disabled: [.active, .requested],
        ]
        for next in CollectorStatus.allCases { #expect(status.mayBecome(next) == allowed[status]!.contains(next)) }
        #expect(status.isAlive == (status != .disabled) && status.isUsable == (status.rawValue >= 2))
    }

    @Test(
        "intervals have one sign and at most 16385 IDs (TS2 2.3.1)",
        arguments: [
            (1, 16_385, true), (1, 16_386, false), (0, 5, false), (-1, 1, false), (-5, 0, false), (-100, -1, true), (5, 4, false),
            (5, 5, true),
            (.max - 1, .max, true), (.min, .min + 16_384, true), (.min, .max, false),
        ] as [(Int64, Int64, Bool)])
    func intervals(minimum: Int64, maximum: Int64, isValid: Bool) {
        #expect((CollectorInterval(minimum: CreditorID(minimum), maximum: CreditorID(maximum)) != nil) == isValid)
    }

    @Test(
        "primary collectors (TS2 11.8)",
        arguments: [
            (840, 0x1a8, 0x351), (101, 0x18e, 0x31d), (102, 0x12f, 0x25e), (103, 0x3a6, 0x74c), (666, 0x3a6, 0x74c), (2, 0x073, 0x0e7),
            (-1, 0x113, 0x226), (1, 0x113, 0x226),
        ] as [(Int64, Int64, Int64)])
    func primaries(debtor: Int64, inR2: Int64, inR1: Int64) {
        #expect(Self.r2.primaryCollector(of: DebtorID(debtor)) == CreditorID(0x100_0000_0000 + inR2))
        #expect(Self.r1.primaryCollector(of: DebtorID(debtor)) == CreditorID(0x100_0000_0000 + inR1))
    }

    @Test("new collectors follow the sequence without repetition (TS2 9.4, TW 3.9)")
    func sequence() {
        func ids(_ numbers: Int64...) -> [CreditorID] { numbers.map { CreditorID(0x100_0000_0000 + $0) } }
        // 0x3ae comes twice in a row.
        #expect(Self.r2.collectors(of: 840, count: 5) == ids(0x1a8, 0x345, 0x3a7, 0x3ae, 0x2cc))
        #expect(Self.r2.collectors(of: 840, count: 2, besides: Set(ids(0x1a8, 0x345, 0x3a7))) == ids(0x3ae, 0x2cc))
        #expect(Self.r2.collectors(of: 666, count: 4) == ids(0x3a6, 0x304, 0x379, 0x244))
        #expect(Set(Self.r2.collectors(of: 840, count: 2000)) == Set(Self.r2.ids), "there are no more than all")
        #expect(Self.r2.collectors(of: 840, count: 0).isEmpty && Self.r2.collectors(of: 840, count: -1).isEmpty)
    }

    private static func ensure(
        _ wanted: Int, _ known: [CreditorID: CollectorStatus], of debtor: DebtorID = 666, _ interval: CollectorInterval = .standard
    ) -> CollectorEnsuring {
        CollectorEnsuring(wanted, of: debtor, known: known, interval: interval)
    }

    @Test("ensure: the tests of TS2 11.4")
    func ensuring() throws {
        let interval = try #require(CollectorInterval(minimum: 1000, maximum: 2000))
        let first = Self.ensure(3, [:], interval)
        #expect(first.new.map(\.rawValue) == [1467, 1925, 1386] && !first.isCapped)
        var known = Dictionary(uniqueKeysWithValues: first.new.map { ($0, CollectorStatus.pristine) })
        known[1444] = .disabled
        #expect(Self.ensure(4, known, interval).new == [1290], "1444 is the next one, but exists")
        #expect(Self.ensure(3, known, interval) == CollectorEnsuring(0, of: 666, known: [:], interval: interval))

        let tiny = try #require(CollectorInterval(minimum: 1, maximum: 2))
        let full = Self.ensure(40, [1: .active], of: 777, tiny)
        #expect(full.new.isEmpty && full.isCapped)
        for wanted in [0, -1000] { #expect(Self.ensure(wanted, [:], tiny) == CollectorEnsuring(0, of: 1, known: [:], interval: tiny)) }
    }

    @Test("ensure: what is dead is made up for, one for one (TS 10.4, TS2 9.4)")
    func dead() {
        let base: Int64 = 0x100_0000_0000
        let known: [CreditorID: CollectorStatus] = [
            CreditorID(base + 0x1a8): .disabled, CreditorID(base + 0x345): .active, CreditorID(base + 0x3a7): .active,
        ]
        #expect(Self.ensure(4, known, of: 840).new.map { $0.rawValue - base } == [0x3ae, 0x2cc])
    }

    @Test("a saturated currency has more accounts than the limit, which is no error as long as none is missing (TS2 20.4)")
    func saturated() {
        let known = Dictionary(uniqueKeysWithValues: Self.r2.ids.map { ($0, CollectorStatus.active) })
        #expect(!Self.ensure(1024, known).isCapped)
        let more = Self.ensure(1025, known)
        #expect(more.isCapped && more.new.isEmpty)
    }

    @Test(
        "hashes of IDs (TS 4.5, TW 3.3)",
        arguments: [
            (123, -1008), (-123, -15_362), (1, -1446), (2, -6539), (3, 22_891), (0, 32_234), (-1, -15_669), (1_099_511_627_776, -10_672),
            (997, -10_027), (998, -16_868), (999, 3057), (4_294_967_296, 8194),
        ] as [(Int64, Int16)])
    func hashes(id: Int64, hash: Int16) throws {
        #expect(CreditorID(id).shardingHash16 == hash)
        for key in ["#", "0.#", "1.#", "1.0.1.1.#", "0.1.1.1.1.1.1.0.1.1.0.1.0.1.0.1.#"] {
            let realm = try #require(ShardingRealm(bindingKey: key))
            #expect((hash & realm.mask16 == realm.prefix16) == realm.contains(CreditorID(id)), "\(key)")
        }
    }
}
