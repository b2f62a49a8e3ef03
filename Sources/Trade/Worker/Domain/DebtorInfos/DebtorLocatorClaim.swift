import SMPProtocol

/// Where a debtor's official document is, and when it was last looked for (TW 7.3).
struct DebtorLocatorClaim: Equatable, Sendable {
    struct Locator: Equatable, Sendable {
        var iri: String
        var latestFetchAt: Timestamp
    }

    let debtor: DebtorID
    /// nil: nobody has confirmed one yet.
    var locator: Locator?
    var latestDiscoveryFetchAt: Timestamp
    var forcedLocatorRefetchAt: Timestamp?

    init(debtor: DebtorID, latestDiscoveryFetchAt: Timestamp) {
        self.debtor = debtor
        self.latestDiscoveryFetchAt = latestDiscoveryFetchAt
    }
}

/// Fetch times are compared with an hour to spare, so that what is done daily or weekly is not skipped for a second (TW 10.2).
private let oneHour = Duration.seconds(3600)

extension DebtorLocatorClaim {
    /// TW 10.2: an account of the debtor exists, and says where a document may be.
    static func discover(
        _ claim: inout DebtorLocatorClaim?, _ m: DiscoverDebtor, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) {
        guard m.iri.unicodeScalars.count <= Constants.maxIRILength else { return effects.note(.iriTooLong(m.debtorID)) }
        guard claim != nil else {
            claim = DebtorLocatorClaim(debtor: m.debtorID, latestDiscoveryFetchAt: now)
            return effects.send(.fetchDebtorInfo(.discovery(m.iri, m.debtorID, ts: now)))
        }
        claim!.refetchLocator(m, rules, now: now, effects: &effects)
        if now.since(claim!.latestDiscoveryFetchAt) > rules.locatorClaimExpiry + oneHour {
            claim!.latestDiscoveryFetchAt = now
            effects.send(.fetchDebtorInfo(.discovery(m.iri, m.debtorID, ts: now)))
        }
    }

    /// TW 10.2.2.
    private mutating func refetchLocator(_ m: DiscoverDebtor, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) {
        guard let known = locator else { return }
        let expiry = rules.debtorInfoExpiry + oneHour
        let isForced = m.forceLocatorRefetch && (forcedLocatorRefetchAt.map { now.since($0) > expiry } ?? true)
        if isForced { forcedLocatorRefetchAt = now }
        guard isForced || now.since(known.latestFetchAt) > expiry else { return }
        locator!.latestFetchAt = now
        effects.send(.fetchDebtorInfo(.locator(known.iri, debtor, forcedIRI: isForced ? m.iri : nil, ts: now)))
    }

    /// TW 10.3: a document that was found for the debtor says where the official one is; the last one received counts.
    static func confirm(
        _ claim: inout DebtorLocatorClaim?, _ m: ConfirmDebtor, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) {
        guard now.since(m.ts) <= rules.extremeMessageDelay else { return }
        guard m.debtorInfoLocator.unicodeScalars.count <= Constants.maxIRILength else { return effects.note(.iriTooLong(m.debtorID)) }
        if claim == nil { claim = DebtorLocatorClaim(debtor: m.debtorID, latestDiscoveryFetchAt: now) }
        claim!.locator = Locator(iri: m.debtorInfoLocator, latestFetchAt: now)
        effects.send(.fetchDebtorInfo(.locator(m.debtorInfoLocator, m.debtorID, ts: now)))
    }
}

extension FetchDebtorInfo {
    /// Looks at whatever document an account names.
    static func discovery(_ iri: String, _ debtor: DebtorID, ts: Timestamp) -> FetchDebtorInfo {
        FetchDebtorInfo(iri: iri, debtorID: debtor, isLocatorFetch: false, isDiscoveryFetch: true, recursionLevel: 0, ts: ts)
    }

    /// Fetches an official document.
    static func locator(
        _ iri: String, _ debtor: DebtorID, forcedIRI: String? = nil, recursionLevel: Int32 = 0, ts: Timestamp
    ) -> FetchDebtorInfo {
        FetchDebtorInfo(
            iri: iri, debtorID: debtor, isLocatorFetch: true, isDiscoveryFetch: false, forcedIRI: forcedIRI, recursionLevel: recursionLevel,
            ts: ts)
    }
}
