/// The phases of a turn (TS 2.1). The numbers are those of the solver database.
enum TurnPhase: Int16, Sendable, CaseIterable, Comparable {
    /// Workers say which currencies they know, and where the collectors of which stand.
    case gatheringCurrencies = 1
    /// Traders' money is locked, and offered.
    case gatheringOffers = 2
    /// What was decided is carried out.
    case givingAndTaking = 3
    case done = 4

    static func < (a: TurnPhase, b: TurnPhase) -> Bool { a.rawValue < b.rawValue }
}
