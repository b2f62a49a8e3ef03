import SMPProtocol

/// The constants of TW 3.1.
enum Constants {
    static let hugeNegligibleAmount: Float = 1e30
    static let defaultConfigFlags: Int32 = 0
    /// Bit 0 of the configuration flags.
    static let scheduledForDeletionFlag: Int32 = 1
    static let secondsInYear = 365.25 * 86_400
    static let maxCommitDelaySeconds: Int32 = .max
    /// Longest IRI and locator, in characters (TW 10.7, 30.9).
    static let maxIRILength = CoinInfo.maxLocatorLength
    /// How far clocks of nodes may be apart when a surplus is computed (TW 23.5).
    static let clockMismatch = Duration.seconds(36 * 3600)
    /// What a collector always keeps of a surplus: a ten-thousandth and one token (TW 23.7, 23.8).
    static let surplusFactor = 0.9999
}

extension StatusCode {
    /// Set by the worker itself: another amount was committed than it wanted (TW 22.10).
    static let unexpectedCommittedAmount = "UNEXPECTED_COMMITTED_AMOUNT"
}
