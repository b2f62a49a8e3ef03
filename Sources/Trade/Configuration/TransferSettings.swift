import NodeKit

/// How the worker's transfers are made (TW 2.3, TW-22).
struct TransferSettings: Sendable, Equatable {
    /// `TRANSFERS_HEALTHY_MAX_COMMIT_DELAY`
    let healthyMaxCommitDelay: Duration
    /// `TRANSFERS_AMOUNT_CUT`: the part of an amount that is kept back for demurrage and rounding.
    let amountCut: Double
    /// `APP_MIN_DEMURRAGE_RATE`: percents per year.
    let minDemurrageRate: Double
    /// `APP_MIN_TRANSFER_NOTE_MAX_BYTES`: currencies with shorter notes are not traded.
    let minNoteBytes: Int32
    /// `APP_INTEREST_RATE_HISTORY_PERIOD`
    let interestRateHistory: Duration
    /// `APP_DELAYED_ACCOUNT_TRANSFERS_EXPIRY_DAYS`
    let delayedExpiryDays: Double

    init(reader: inout ConfigurationReader, _ turns: TurnSettings) {
        reader.section("Transfers")
        healthyMaxCommitDelay = reader.read(
            "TRANSFERS_HEALTHY_MAX_COMMIT_DELAY", .period(in: .zero ... .days(3650)), default: .hours(2),
            "How long transfers may take when nothing is wrong. So long the trades of a turn stay in the solver's database, too")
        amountCut = reader.read(
            "TRANSFERS_AMOUNT_CUT", .number(in: 1e-10...0.1), default: 1e-5,
            "The part of each amount that is kept back for demurrage and rounding")
        minDemurrageRate = reader.read(
            "APP_MIN_DEMURRAGE_RATE", .number(in: -100...0), default: -50,
            "The worst interest rate that is reckoned with, percents per year")
        minNoteBytes = reader.read(
            "APP_MIN_TRANSFER_NOTE_MAX_BYTES", .integer(in: 0...500), default: 80,
            "Currencies that allow only shorter transfer notes are not traded")
        let history = reader.read(
            "APP_INTEREST_RATE_HISTORY_PERIOD", .period(in: .zero ... .days(36_500)), default: .days(180),
            "How long past interest rates are remembered")
        interestRateHistory = history
        delayedExpiryDays = reader.read(
            "APP_DELAYED_ACCOUNT_TRANSFERS_EXPIRY_DAYS", .days(in: 14...1e6), default: 30,
            "How long notices of transfers wait for the turn that they belong to; at least 14")
        reader.check(
            history >= turns.durations.maxCommitPeriod, "APP_INTEREST_RATE_HISTORY_PERIOD", "APP_TURN_MAX_COMMIT_PERIOD",
            expected: "interest rates remembered at least as long as amounts may stay locked")
    }
}
