import Testing

@testable import NodeKit

@Suite struct FlushPacingTests {
    @Test("after a quiet time, passes follow each other at once; then they keep their distance")
    func distance() {
        var now = 100.0
        var pacing = FlushPacing(now: now)
        var pauses: [Double] = []
        for _ in 0..<30 {
            let pause = pacing.pauseSeconds(now: now)
            pauses.append(pause)
            // The pass itself takes a millisecond.
            now += pause + 0.001
        }
        #expect(pauses.prefix(Int(FlushPacing.burst)).allSatisfy { $0 == 0 }, "\(pauses)")
        #expect(pauses.suffix(10).allSatisfy { abs($0 + 0.001 - FlushPacing.distanceSeconds) < 1e-9 }, "\(pauses)")
        // Quiet again.
        now += 1
        #expect(pacing.pauseSeconds(now: now) == 0)
    }

    @Test("passes that come more seldom than the distance never wait; a clock that stands still does no harm")
    func seldom() {
        var pacing = FlushPacing(now: 0)
        for number in 1...1000 { #expect(pacing.pauseSeconds(now: Double(number) * 1.001 * FlushPacing.distanceSeconds) == 0) }
        for _ in 0..<100 { #expect((0...FlushPacing.distanceSeconds).contains(pacing.pauseSeconds(now: 6))) }
    }
}
