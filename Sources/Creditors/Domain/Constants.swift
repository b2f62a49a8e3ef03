import SMPProtocol

/// The constants of CA 1.2 and CA-API 1.5.
enum Constants {
    /// The default of new accounts, and what the deletion of an orphaned account asks for.
    static let hugeNegligibleAmount: Float = 1e30
    static let defaultConfigFlags: Int32 = 0
    /// Bit 0 of the configuration flags; all other bits are opaque and preserved.
    static let scheduledForDeletionFlag: Int32 = 1
    /// Relative tolerance with which 32-bit floats are compared.
    static let epsilon = 1e-5
    static let secondsInYear = 31_557_600.0
    static let maxNoteBytes = 500
    static let maxConfigDataBytes = 2000
    static let maxKnowledgeBytes = 8000
    static let maxCommitDelaySeconds: Int32 = .max
}
