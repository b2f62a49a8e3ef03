import TestSupport
import Testing

@testable import Messaging

@Suite struct TimingVectorTests {
    /// SMP 10.8: the scale of the n-th pause, and after how many idle seconds it begins.
    @Test func `Pauses of a draining consumer agree with the reference`() {
        var schedule = DrainingSchedule()
        for vector in TimingVectors.all.draining {
            #expect(Double(schedule.scaleSeconds) == vector.pause_parameter_seconds)
            let ticks = vector.idle_ticks_that_trigger
            #expect(
                schedule.mustPause(idleSeconds: ticks) && !schedule.mustPause(idleSeconds: ticks - 1), "scale \(schedule.scaleSeconds) s")
            _ = schedule.beginPause(unixTime: 0)
        }
    }

    /// SMP 12.2.2: ten messages, of which the first has the tag 20.
    @Test func `The bookkeeping of confirms agrees with the reference`() {
        var window = ConfirmWindow(count: 10)
        for step in TimingVectors.all.delivery_set.steps {
            var settled = 0
            window.settle(step.tag - 20, andBefore: step.multiple, isPositive: true) { _, _ in settled += 1 }
            #expect((settled > 0) == step.newly_confirmed, "tag \(step.tag)")
            #expect((window.openCount == 0) == step.all, "tag \(step.tag): \(window.openCount) still open")
        }
    }
}
