import NodeKit

/// When turns begin, and how long their phases last (TS 12.1, TS2 2.1, 2.3, 2.5).
struct TurnSettings: Sendable, Equatable {
    let schedule: TurnSchedule
    let durations: TurnDurations
    /// From one look of the solver to the next, at most (TS2 3.2).
    let checkInterval: Duration
    /// How long before the end of phase 2 a worker writes its offers (TW 16.1).
    let pouring: PouringLead

    /// What commands name among their needs that do not start with turns that leave no time to breathe (TS2 2.3.6–8).
    static let requirement = "turns"

    /// What a period may be.
    static let period = ValueType<Duration>.period(in: .zero ... .days(36_500))

    /// An interval of 0 would be a loop without a pause (TS2 3.2).
    static let shortestCheckInterval: Duration = .milliseconds(100)

    init(reader: inout ConfigurationReader) {
        reader.section("Turns")
        let any = Self.period
        schedule = TurnSchedule(
            period: reader.read(
                "TURN_PERIOD", any.orEmpty(meaning: .days(1)), default: .days(1), "A turn begins in each period; 0: no turn ever begins"),
            offset: reader.read(
                "TURN_PERIOD_OFFSET", any.orEmpty(meaning: .zero), default: .hours(2), "When in the period a turn begins, UTC"))
        durations = TurnDurations(
            phase1: reader.read("TURN_PHASE1_DURATION", any, default: .seconds(600), "How long information on currencies is gathered"),
            phase2: reader.read("TURN_PHASE2_DURATION", any, default: .hours(1), "How long offers are gathered"),
            maxCommitPeriod: reader.read(
                "APP_TURN_MAX_COMMIT_PERIOD", any, default: .days(30), "How long the amounts of a turn stay locked at most"))
        checkInterval = Self.readCheckInterval(&reader, any, phase1: durations.phase1)
        pouring = PouringLead(reader: &reader, any)
        check(&reader)
    }

    /// `TURN_CHECK_INTERVAL` of the first release, or what follows from the variables of the second.
    private static func readCheckInterval(_ reader: inout ConfigurationReader, _ any: ValueType<Duration>, phase1: Duration) -> Duration {
        let wait = reader.read(
            "APP_ROLL_TURNS_WAIT", .waitSeconds, default: 60,
            "Seconds between two looks at the turns, at most; a tenth of phase 1 if that is less")
        let old = reader.readOptional(
            "TURN_CHECK_INTERVAL", any, "The same; wins over `APP_ROLL_TURNS_WAIT`. With it the rules for turns are only warnings")
        return max(old ?? min(Duration(bounded: wait), phase1 / 10), shortestCheckInterval)
    }

    /// TS2 2.3.6–8: workers need time between turns.
    private func check(_ reader: inout ConfigurationReader) {
        // It marks a configuration of the first release, which must keep starting (TS2 2.3).
        let isDemanded = !reader.isSet("TURN_CHECK_INTERVAL")
        let (period, phase1, phase2) = (schedule.period, durations.phase1, durations.phase2)
        reader.check(
            period <= .days(7), "TURN_PERIOD", expected: "a period of at most 7 days", neededBy: Self.requirement, isDemanded: isDemanded)
        for (name, duration) in [("TURN_PHASE1_DURATION", phase1), ("TURN_PHASE2_DURATION", phase2)] {
            reader.check(
                duration == .zero || duration >= .seconds(120), name, expected: "at least 120 seconds, or 0 (for tests)",
                neededBy: Self.requirement, isDemanded: isDemanded)
        }
        let isRoomy = phase1 + phase2 * 2 + .seconds(360) <= period * 9 / 10
        reader.check(
            period == .zero || isRoomy, "TURN_PERIOD", "TURN_PHASE1_DURATION", "TURN_PHASE2_DURATION",
            expected: "a period of which phase 1, phase 2 twice, and 6 minutes take at most nine tenths", neededBy: Self.requirement,
            isDemanded: isDemanded)
    }
}

extension PouringLead {
    fileprivate init(reader: inout ConfigurationReader, _ any: ValueType<Duration>) {
        self.init()
        duration = reader.readOptional(
            "OFFERS_POURING_DURATION", any, defaultText: "a tenth of the time from the turn's start to the end of phase 2",
            "How long before the end of phase 2 workers begin to write their offers")
        cushion = reader.readOptional(
            "APP_TURN_PHASE_CUSHION_PERIOD", any, "The most for the default of `OFFERS_POURING_DURATION`")
        ratio = reader.read(
            "APP_TURN_PHASE2_CUSHION_RATIO", .number(in: 0...1), default: 0.1,
            "The part of that time that the default of `OFFERS_POURING_DURATION` is")
    }
}
