import SMPProtocol

/// How long before the end of phase 2 a worker begins to write its offers (TW 16.1).
struct PouringLead: Hashable, Sendable {
    /// `OFFERS_POURING_DURATION`
    var duration: Duration?
    /// `APP_TURN_PHASE_CUSHION_PERIOD` of the first release: the most, besides the ratio.
    var cushion: Duration?
    /// `APP_TURN_PHASE2_CUSHION_RATIO`: a part of the time from the turn's start to the end of phase 2.
    var ratio = 0.1

    /// - Parameter span: from the turn's start to the end of phase 2, in seconds.
    func seconds(span: Double) -> Double {
        if let duration { return Double(duration.microseconds) / 1e6 }
        return min(ratio * span, cushion.map { Double($0.microseconds) / 1e6 } ?? .infinity)
    }
}
