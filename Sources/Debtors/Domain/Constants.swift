import SMPProtocol

/// The numbers and names that the specification fixes for a Debtors Agent (DA 1.2).
enum Constants {
    static let transferNoteMaxBytes = 500
    static let configDataMaxBytes = 2000
    /// The negligible amount that lets the accounting authority discard an orphaned account.
    static let hugeNegligibleAmount: Float = 1e30
    /// The relative tolerance of comparisons between negligible amounts.
    static let eps = 1e-5
    static let defaultConfigFlags: Int32 = 0
    /// Bit 0 of the configuration flags.
    static let scheduledForDeletionFlag: Int32 = 1
    static let maxCommitDelay: Int32 = .max
    /// No issuing limit.
    static let defaultMinBalance = Int64.min

    /// The length of the windows in which management actions and saved documents are counted (DA 9.8, DA 9.9).
    static let actionsWindowDays: Int32 = 30
    static let documentsWindowDays: Int32 = 365

    /// Random IDs that are tried before a reservation fails (DA-API 6.1).
    static let maxReservationAttempts = 100
}
