import Testing

@testable import Messaging

@Suite struct DrainingScheduleTests {
    @Test func `Idle limits and scales grow as specified`() {
        var schedule = DrainingSchedule()
        var idle: [Int] = [], scales: [Int] = []
        for _ in 0..<10 {
            idle.append((0...).first { schedule.mustPause(idleSeconds: $0) }!)
            scales.append(schedule.scaleSeconds)
            _ = schedule.beginPause(unixTime: 0)
        }
        #expect(idle == [2, 3, 5, 8, 14, 26, 50, 98, 182, 182])
        #expect(scales == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
    }

    @Test func `A pause ends at the next multiple of the scale`() {
        for time in [0, 14.5, 15, 1_700_000_003.25] {
            var schedule = DrainingSchedule()
            let pause = schedule.beginPause(unixTime: time)
            #expect(pause > 0 && pause <= 15)
            #expect((time + pause).truncatingRemainder(dividingBy: 15) == 0)
        }
    }
}
