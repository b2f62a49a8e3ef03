import TestSupport

/// What currencies are worth, and who has what of them at first: follows from a seed alone.
struct MarketPlan: Sendable {
    /// Tokens of the base currency for a token of each currency. Sums of few powers of two, which floating-point numbers hold exactly.
    let rates: [Double]
    /// For each person the numbers of the currencies in which he has an account, with what he has there at first.
    let holdings: [[Int: Int64]]

    /// How many currencies everybody has an account in, and in how many of them there is money at first.
    private static let accountsEach = 4
    private static let filledEach = 2

    init(people: Int, currencies: Int, seed: UInt64) {
        precondition(currencies >= Self.accountsEach, "everybody has accounts in different currencies")
        var generator = SplitMix64(seed: seed)
        rates = (0..<currencies).map { _ in generator.pick([0.25, 0.5, 0.75, 1, 1.5, 2, 4]) }
        holdings = (0..<people).map { _ in
            let chosen = (0..<currencies).shuffled(using: &generator).prefix(Self.accountsEach)
            return chosen.enumerated().reduce(into: [:]) { holding, currency in
                let isFilled = currency.offset < Self.filledEach
                holding[currency.element] = isFilled ? Int64.random(in: 20_000...200_000, using: &generator) : 0
            }
        }
    }
}
