import Testing

@testable import NodeKit

@Suite struct SweepRhythmTests {
    @Test("rows per beat stay between 10 and 5000", arguments: [(0, 10), (-1, 10), (100, 10), (100_000, 250), (1_000_000_000, 5000)])
    func itemsPerBeat(total: Int, expected: Int) {
        let settings = SweepRhythm.Settings(completionGoalSeconds: 10, targetBeatSeconds: 0.025)
        #expect(SweepRhythm(settings: settings, total: total, now: 0).itemsPerBeat == expected)
    }

    @Test("a walk over an empty table has five beats")
    func emptyTable() {
        let rhythm = SweepRhythm(settings: .init(completionGoalSeconds: 10), total: 0, now: 0)
        #expect(rhythm.beatSeconds == 2)
        #expect(rhythm.beatsPerSizeCheck == 450)
    }

    @Test("the load is spread: beats that take no time are followed by pauses that fill the goal")
    func spreadsLoad() {
        var now = 100.0
        var rhythm = SweepRhythm(settings: .init(completionGoalSeconds: 60, targetBeatSeconds: 0.1), total: 30_000, now: now)
        var beats = 0
        loop: while true {
            now += 0.001
            switch rhythm.registerBeat(now: now) {
            case .end: break loop
            case .beat(let pause), .checkSize(let pause):
                beats += 1
                now += pause
                rhythm.registerPause(seconds: pause, now: now)
            }
        }
        #expect(abs(now - 160) < 1)
        #expect((595...605).contains(beats))
    }

    @Test("a late sweep does not pause until its debt is worked off")
    func debt() {
        var rhythm = SweepRhythm(settings: .init(completionGoalSeconds: 10), total: 0, now: 0)
        let first = rhythm.registerBeat(now: 5)
        #expect(first == .beat(pauseSeconds: 0))
        let second = rhythm.registerBeat(now: 5.5)
        #expect(second == .beat(pauseSeconds: 0))
        guard case .beat(let pause) = rhythm.registerBeat(now: 5.6) else { Issue.record("expected a beat"); return }
        #expect(abs(pause - 0.4) < 1e-9)
    }

    @Test("the rhythm ends when the goal's time is over")
    func end() {
        var rhythm = SweepRhythm(settings: .init(completionGoalSeconds: 10), total: 0, now: 0)
        let step = rhythm.registerBeat(now: 10)
        #expect(step == .end)
    }

    @Test(
        "a new rhythm begins when the table has changed by a fifth",
        arguments: [(100_000, false), (110_000, false), (130_000, true), (70_000, true)])
    func sizeCheck(newTotal: Int, changed: Bool) {
        let rhythm = SweepRhythm(settings: .init(completionGoalSeconds: 8 * 86_400), total: 100_000, now: 0)
        #expect(rhythm.beatsPerSizeCheck == 13)
        #expect(rhythm.sizeHasChanged(newTotal: newTotal) == changed)
    }
}

@Suite struct BlockWalkTests {
    @Test("a walk visits every block of the table once and starts again")
    func visitsAll() {
        var walk = BlockWalk(blocksPerQuery: 40, startBlock: 0)
        var visited: [Int64] = []
        while true {
            let window = walk.advance()
            let rows = max(0, min(window.upper, 1000) - window.lower)
            visited += (window.lower..<window.lower + rows)
            if walk.found(rows: Int(rows), tableBlocks: 1000) { break }
        }
        #expect(visited == Array(0..<1000))
        let next = walk.advance()
        #expect(next == .init(lower: 0, upper: 40))
    }

    @Test("empty regions are passed over at double width, and the first rows end that")
    func fastForward() {
        var walk = BlockWalk(blocksPerQuery: 10, startBlock: 5)
        var windows: [BlockWalk.Window] = []
        for rows in [0, 3, 3] {
            windows.append(walk.advance())
            let isEnd = walk.found(rows: rows, tableBlocks: 1000)
            #expect(!isEnd)
        }
        #expect(windows == [.init(lower: 5, upper: 15), .init(lower: 15, upper: 35), .init(lower: 35, upper: 45)])
    }

    @Test("a walk that starts beyond the end of a table that has shrunk begins again")
    func shrunk() {
        var walk = BlockWalk(blocksPerQuery: 10, startBlock: 5000)
        _ = walk.advance()
        let isEnd = walk.found(rows: 0, tableBlocks: 100)
        let next = walk.advance()
        #expect(isEnd)
        #expect(next.lower == 0)
    }
}
