import ArgumentParser
import CircularTrade

/// Makes the random markets "gen-v1" (MG 1), whatever their size, without holding them in memory.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Makes a random market for 'solve'.",
        discussion: "The same parameters give the same market on every machine.")

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case binary
    }

    @Option(help: "Where the random numbers begin.") var seed: UInt64 = 1
    @Option(help: "Currencies.") var nCurrencies: UInt64 = 10
    @Option(help: "Traders; each has about three and a half offers.") var nTraders: UInt64 = 100
    @Option(help: "The least trade amount.") var minTrade: UInt64 = 1000
    @Option(help: "The greatest distance to the base currency.") var maxDistance = 10
    @Option(help: "Least exchange rate, in hundredths.") var rateLo: UInt64 = 50
    @Option(help: "Greatest exchange rate, in hundredths.") var rateHi: UInt64 = 200
    @Option(help: "Only the first so many currencies are pegged to.") var parentWindow: UInt64 = 50
    @Option(help: "Percentage of confirmed currencies.") var pctConfirmed: UInt64 = 100
    @Option(help: "Amounts spread over so many powers of two.") var exps: UInt64 = 8
    @Option(help: "Most sell offers of a trader.") var maxSells: UInt64 = 2
    @Option(help: "Most buy offers of a trader.") var maxBuys: UInt64 = 3
    @Option(help: "1: some currencies are more popular than others.") var skew: UInt64 = 0
    @Option(help: "Traders prefer so many currencies near their home; 0: none.") var locality: UInt64 = 0
    @Option(help: "Percentage of local choices.") var pctLocal: UInt64 = 0
    @Option(help: "Most collectors of a currency.") var maxCollectors: UInt64 = 1
    @Option(help: "json or binary.") var format = Format.json

    func validate() throws {
        if let problem = parameters.problem { throw ValidationError(problem) }
        if skew > 1 { throw ValidationError("skew must be 0 or 1, not \(skew)") }
    }

    private var parameters: RandomMarket.Parameters {
        var parameters = RandomMarket.Parameters()
        parameters.seed = seed
        parameters.currencyCount = nCurrencies
        parameters.traderCount = nTraders
        parameters.minTradeAmount = minTrade
        parameters.maxDistance = maxDistance
        parameters.rateLow = rateLo
        parameters.rateHigh = rateHi
        parameters.parentWindow = parentWindow
        parameters.percentConfirmed = pctConfirmed
        parameters.exponents = exps
        parameters.maxSells = maxSells
        parameters.maxBuys = maxBuys
        parameters.isSkewed = skew != 0
        parameters.locality = locality
        parameters.percentLocal = pctLocal
        parameters.maxCollectors = maxCollectors
        return parameters
    }

    func run() throws {
        let market = RandomMarket(parameters)
        try writingResults { output in
            switch format {
            case .json: MarketWriter.writeJSON(market, to: output)
            case .binary: MarketWriter.writeBinary(market, to: output)
            }
        }
    }
}
