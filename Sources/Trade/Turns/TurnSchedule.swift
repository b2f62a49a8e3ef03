import SMPProtocol

/// When turns begin (TS 2.4): at starting points that repeat every `period`, or a little late, but never in the second half of a period,
/// and never sooner than half a period after the turn before.
struct TurnSchedule: Hashable, Sendable {
    /// `TURN_PERIOD`; zero: no turn ever begins.
    var period: Duration = .seconds(86_400)
    /// `TURN_PERIOD_OFFSET`: from the beginning of Monday 2024-01-01 to a starting point. Only the remainder by the period matters.
    var offset: Duration = .seconds(7200)

    /// 2024-01-01T00:00:00Z, a Monday.
    private static let origin = Int128(1_704_067_200_000_000)

    /// Whether a turn may begin at this moment.
    ///
    /// - Parameter latest: when the latest turn began; the beginning of 1970 when there was none.
    func allowsStart(at now: Timestamp, latest: Timestamp) -> Bool {
        let now = Int128(now.rawValue)
        return period > .zero && overdue(at: now) < half && half < now - Int128(latest.rawValue)
    }

    /// The first moment, from `now` on, at which a turn may begin; nil when none ever may.
    func nextStart(from now: Timestamp, latest: Timestamp) -> Timestamp? {
        // With a period of a microsecond the second half begins at once.
        guard half > 0 else { return nil }
        let earliest = max(Int128(now.rawValue), Int128(latest.rawValue) + half + 1)
        let overdue = overdue(at: earliest)
        let start = overdue < half ? earliest : earliest - overdue + wholePeriod
        return Timestamp(microseconds: Int64(clamping: start))
    }

    private var wholePeriod: Int128 { Int128(period.microseconds) }

    /// Half a period, rounded to a whole microsecond, ties to even.
    private var half: Int128 {
        let half = wholePeriod / 2
        return wholePeriod % 2 == 1 && half % 2 == 1 ? half + 1 : half
    }

    /// How long ago the last starting point was, in microseconds; also before the first one.
    private func overdue(at moment: Int128) -> Int128 {
        let (seconds, attoseconds) = offset.components
        let offset = Int128(seconds) * 1_000_000 + Int128(attoseconds / 1_000_000_000_000)
        let remainder = (moment - Self.origin - offset) % wholePeriod
        return remainder < 0 ? remainder + wholePeriod : remainder
    }
}
