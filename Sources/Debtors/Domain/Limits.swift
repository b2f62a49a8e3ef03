/// How much a debtor may do (DA-API 8). The limits are inclusive: with limit N, N operations succeed.
struct Limits: Sendable, Equatable {
    /// Management actions in a window of 30 days, and stored transfers (`APP_MAX_TRANSFERS_PER_MONTH`).
    var maxTransfersPerMonth = 300
    /// `APP_DOCUMENT_MAX_SAVES_PER_YEAR`
    var documentMaxSavesPerYear = 1000
}
