import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("When a turn may begin (TS 2.4)")
struct TurnScheduleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let period: Double
        let offset: Double
        let latest: String?
        let now: String
        let isAllowed: Bool

        var testDescription: String { "every \(period) d + \(offset) h, latest \(latest ?? "none"), now \(now)" }
    }

    @Test(
        "every row of the table",
        arguments: [
            Row(period: 1, offset: 2, latest: nil, now: "2026-03-01T02:00:00Z", isAllowed: true),
            Row(period: 1, offset: 2, latest: nil, now: "2026-03-01T01:59:59Z", isAllowed: false),
            Row(period: 1, offset: 2, latest: nil, now: "2026-03-01T13:59:59.999999Z", isAllowed: true),
            Row(period: 1, offset: 2, latest: nil, now: "2026-03-01T14:00:00Z", isAllowed: false),
            Row(period: 1, offset: 2, latest: "2026-02-28T14:00:00Z", now: "2026-03-01T02:00:00Z", isAllowed: false),
            Row(period: 1, offset: 2, latest: "2026-02-28T13:59:59.999999Z", now: "2026-03-01T02:00:00Z", isAllowed: true),
            Row(period: 1, offset: 2, latest: "2026-02-28T02:00:30Z", now: "2026-03-01T02:00:10Z", isAllowed: true),
            Row(period: 1, offset: 26, latest: nil, now: "2026-03-01T02:00:00Z", isAllowed: true),
            Row(period: 7, offset: 0, latest: nil, now: "2026-03-02T00:00:00Z", isAllowed: true),
            Row(period: 7, offset: 0, latest: nil, now: "2026-03-05T12:00:00Z", isAllowed: false),
            Row(period: 1, offset: 2, latest: nil, now: "2020-01-01T02:00:00Z", isAllowed: true),
            Row(period: 0, offset: 5, latest: nil, now: "2026-03-01T02:00:00Z", isAllowed: false),
        ])
    func table(row: Row) throws {
        let schedule = TurnSchedule(period: .seconds(row.period * 86_400), offset: .seconds(row.offset * 3600))
        let latest = try row.latest.map(Timestamp.init(text:)) ?? .epoch
        #expect(schedule.allowsStart(at: try Timestamp(text: row.now), latest: latest) == row.isAllowed)
    }

    @Test("half of an odd period is rounded to the even microsecond", arguments: [(3, 2), (5, 2), (7, 4), (1, 0)] as [(Int64, Int64)])
    func half(period: Int64, half: Int64) {
        let schedule = TurnSchedule(period: .microseconds(period), offset: .zero)
        let origin = Timestamp(seconds: 1_704_067_200)
        for overdue in 0..<period {
            #expect(schedule.allowsStart(at: origin.adding(microseconds: overdue), latest: .epoch) == (overdue < half))
        }
    }

    @Test("the next start is the first moment at which a turn may begin")
    func nextStart() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            let period = Int64.random(in: 0...12, using: &generator)
            let schedule = TurnSchedule(period: .microseconds(period), offset: .microseconds(Int64.random(in: 0...30, using: &generator)))
            let latest = Timestamp(microseconds: Int64.random(in: 0...60, using: &generator))
            let now = Timestamp(microseconds: Int64.random(in: 0...60, using: &generator))
            let expected = (0...80).map { now.adding(microseconds: $0) }.first { schedule.allowsStart(at: $0, latest: latest) }
            #expect(schedule.nextStart(from: now, latest: latest) == expected, "seed \(seed): \(schedule), \(latest), \(now)")
        }
    }

    @Test("an offset of a million years counts by its remainder alone")
    func hugeOffset() throws {
        let schedule = TurnSchedule(period: .seconds(86_400), offset: .seconds(999_999_999 * 86_400 + 7200))
        #expect(schedule.allowsStart(at: try Timestamp(text: "2026-03-01T02:00:00Z"), latest: .epoch))
        #expect(!schedule.allowsStart(at: try Timestamp(text: "2026-03-01T01:59:59.999999Z"), latest: .epoch))
    }

    @Test("a turn that lasts longer than its period drifts, and then waits for a starting point (TS2 3.5)")
    func drift() throws {
        let schedule = TurnSchedule(period: .seconds(7200), offset: .zero)
        func next(_ latest: String, from now: String) throws -> String? {
            schedule.nextStart(from: try Timestamp(text: now), latest: try Timestamp(text: latest)).map(\.iso8601)
        }
        #expect(try next("2026-03-01T00:00:00Z", from: "2026-03-01T02:53:00Z") == "2026-03-01T02:53:00+00:00")
        #expect(try next("2026-03-01T02:53:00Z", from: "2026-03-01T05:46:00Z") == "2026-03-01T06:00:00+00:00")
    }
}
