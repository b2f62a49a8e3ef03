import SMPProtocol

/// A document that is to be fetched, and how often that has failed (TW 7.4).
struct DebtorInfoFetch: Equatable, Sendable {
    struct Attempt: Equatable, Sendable {
        var at: Timestamp
        /// The HTTP status of a response that was no document.
        var errorCode: Int16?
    }

    let key: FetchKey
    var isLocatorFetch: Bool
    var isDiscoveryFetch: Bool
    /// Where the document is fetched from instead of `key.iri`.
    var forcedIRI: String?
    /// How many pegs lead here from a debtor with an account.
    var recursionLevel: Int16
    let insertedAt: Timestamp
    /// More than 0 exactly when there is a latest attempt.
    var attemptsCount: Int16 = 0
    var latestAttempt: Attempt?
    var nextAttemptAt: Timestamp

    /// What to ask for.
    var url: String { forcedIRI ?? key.iri }

    /// TW 10.4: schedules a fetch, or adds to one that is scheduled already. TW 30.9: what is too long cannot be a locator.
    static func schedule(_ fetch: inout DebtorInfoFetch?, _ m: FetchDebtorInfo, now: Timestamp, effects: inout Effects) {
        guard [m.iri, m.forcedIRI ?? ""].allSatisfy({ $0.unicodeScalars.count <= Constants.maxIRILength }) else {
            return effects.note(.iriTooLong(m.debtorID))
        }
        let level = Int16(clamping: m.recursionLevel)
        if fetch != nil {
            fetch!.isLocatorFetch = fetch!.isLocatorFetch || m.isLocatorFetch
            fetch!.isDiscoveryFetch = fetch!.isDiscoveryFetch || m.isDiscoveryFetch
            fetch!.forcedIRI = m.forcedIRI ?? fetch!.forcedIRI
            fetch!.recursionLevel = min(fetch!.recursionLevel, level)
        } else {
            fetch = DebtorInfoFetch(
                key: FetchKey(iri: m.iri, debtor: m.debtorID), isLocatorFetch: m.isLocatorFetch, isDiscoveryFetch: m.isDiscoveryFetch,
                forcedIRI: m.forcedIRI, recursionLevel: level, insertedAt: now, nextAttemptAt: now)
        }
        effects.wake(.fetching)
    }

    /// TW 10.5.2: a document that is still good enough to answer this fetch.
    func cachedDocument(_ document: DebtorInfoDocument?, _ rules: WorkerRules, now: Timestamp) -> DebtorInfoDocument? {
        guard forcedIRI == nil, let document, document.locator == key.iri else { return nil }
        return document.isExpired(now: now, after: rules.debtorInfoExpiry) ? nil : document
    }
}
