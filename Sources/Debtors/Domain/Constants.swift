import SMPProtocol

/// The numbers that the specification fixes for a Debtors Agent (DA 1.2). Those of accounts are in `AccountConfiguration`.
enum Constants {
    static let transferNoteMaxBytes = 500
    static let maxCommitDelay: Int32 = .max
    /// No issuing limit.
    static let defaultMinBalance = Int64.min

    /// The length of the windows in which management actions and saved documents are counted (DA 9.8, DA 9.9).
    static let actionsWindowDays: Int32 = 30
    static let documentsWindowDays: Int32 = 365
}
