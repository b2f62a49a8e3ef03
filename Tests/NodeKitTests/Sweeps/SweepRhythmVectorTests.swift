import NodeKit
import TestSupport
import Testing

@Suite("The pace of sweeps agrees with the reference (SMP 16.2)")
struct SweepRhythmVectorTests {
    /// Sweeps go by rows; no table is swept block by block.
    @Test(
        "rows per beat, length of a beat, beats between two looks at the size",
        arguments: TimingVectors.all.scan_rhythm.filter { $0.mode == "rows" })
    func rhythm(vector: TimingVectors.ScanRhythm) {
        let goal = vector.completion_goal_seconds
        let rhythm = SweepRhythm(
            settings: .init(completionGoalSeconds: goal, targetBeatSeconds: vector.target_beat_ms / 1000), total: vector.total_items, now: 0
        )
        #expect(rhythm.itemsPerBeat == vector.items_per_beat)
        #expect(Int((goal / rhythm.beatSeconds).rounded()) == vector.number_of_beats)
        #expect(Int((rhythm.beatSeconds * 1e6).rounded()) == vector.beat_microseconds)
        #expect(rhythm.beatsPerSizeCheck == vector.beats_before_size_check)
    }
}
