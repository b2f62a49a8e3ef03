import SMPProtocol

/// The constants of CA 1.2 and CA-API 1.5. Those of configurations are in `AccountConfiguration`.
enum Constants {
    static let secondsInYear = 31_557_600.0
    static let maxNoteBytes = 500
    static let maxKnowledgeBytes = 8000
    static let maxCommitDelaySeconds: Int32 = .max
}
