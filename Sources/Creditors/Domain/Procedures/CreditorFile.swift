import SMPProtocol

/// A creditor whose row is locked, and what a request does to it.
struct CreditorFile: Sendable {
    /// Absent when there is no such creditor.
    var creditor: Creditor?
    /// Absent when the creditor is not active, or when the PIN does not matter.
    var pin: Pin?
    var effects = Effects()
    /// The moment of the decision, not before the row was locked.
    let now: Timestamp

    init(creditor: Creditor?, pin: Pin? = nil, effects: Effects = Effects(), now: Timestamp) {
        self.creditor = creditor
        self.pin = pin
        self.effects = effects
        self.now = now
    }

    var hour: Int32 { Quotas.hour(ofSeconds: now.rawValue / 1_000_000) }

    /// The counters of the creditor; zeros when there is none (CA-API 9.2).
    var usage: Usage { creditor?.usage ?? Usage() }
}

/// What the Web API demands before it does something (CA-API 8, 9).
struct AccessRules: Sendable {
    let quotas: Quotas
    let pinResetIntervalMicroseconds: Int64
    let digest: PinDigest
}

/// The PIN that comes with a request, and whether it is asked for.
struct SubmittedPin: Equatable, Sendable {
    /// False in PIN reset mode (CA-API 8.3).
    let isRequired: Bool
    let digits: String?
}

extension CreditorFile {
    /// CA-API 8.4: also a failed attempt changes the PIN's state, and has to be stored.
    mutating func admit(_ submitted: SubmittedPin, _ rules: AccessRules) throws(Refusal) {
        guard submitted.isRequired else { return }
        guard pin != nil else { throw .notFound }
        let admitted = pin!.admits(
            submitted.digits, digest: { rules.digest($0, salt: $1) }, resetIntervalMicroseconds: rules.pinResetIntervalMicroseconds,
            now: now)
        guard admitted else { throw .forbidden }
    }

    /// The first checks of every protected change of an account (CA-API 12.5–12.7, steps 1 and 2).
    mutating func admitReconfiguration(_ submitted: SubmittedPin, _ rules: AccessRules) throws(Refusal) {
        guard usage.allowsReconfiguration(rules.quotas, hour: hour) else { throw .forbidden }
        try admit(submitted, rules)
    }

    /// The end of every change of an account: counts it, or tells why it was not made.
    mutating func finishReconfiguration(_ outcome: UpdateOutcome, _ rules: AccessRules) throws(Refusal) {
        let hour = hour
        switch outcome {
        case .applied, .upToDate: creditor?.usage.registerReconfiguration(rules.quotas, hour: hour)
        case .conflict: throw .updateConflict
        case .nameIsTaken: throw .nameIsTaken
        case .pegDoesNotExist: throw .pegDoesNotExist
        }
    }
}
