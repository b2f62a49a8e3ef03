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

    /// Whom to ask, without the port; a question mark when that cannot be said. Never empty. Requests to one host are limited, so it
    /// matters who is the same host; the client has its own, stricter idea of that.
    var host: String {
        let scheme = "https://"
        guard url.utf8.starts(with: scheme.utf8) else { return "?" }
        let authority = url.unicodeScalars.dropFirst(scheme.utf8.count).prefix { !"/?#\\".unicodeScalars.contains($0) }
        let name = authority.suffix(from: authority.lastIndex(of: "@").map(authority.index(after:)) ?? authority.startIndex)
        let end = name.first == "[" ? name.lastIndex(of: "]").map(name.index(after:)) : name.lastIndex(of: ":")
        let host = String(String.UnicodeScalarView(name[..<(end ?? name.endIndex)])).lowercased()
        return host.isEmpty ? "?" : host
    }

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

    /// What is to be done with a fetch that is due.
    enum Step: Equatable, Sendable {
        /// It is somebody else's.
        case drop
        /// What is stored already says enough.
        case answer(DebtorInfoDocument)
        /// The document has to be asked for.
        case ask
    }

    /// TW 10.5.1 – 3.
    ///
    /// - Parameter document: what is stored under `key.iri`.
    func step(_ document: DebtorInfoDocument?, in realm: ShardingRealm, _ rules: WorkerRules, now: Timestamp) -> Step {
        guard realm.contains(text: key.iri) else { return .drop }
        return cachedDocument(document, rules, now: now).map(Step.answer) ?? .ask
    }

    /// TW 10.5.2: a document that is still good enough to answer this fetch.
    func cachedDocument(_ document: DebtorInfoDocument?, _ rules: WorkerRules, now: Timestamp) -> DebtorInfoDocument? {
        guard forcedIRI == nil, let document, document.locator.isExactly(key.iri) else { return nil }
        return document.isExpired(now: now, after: rules.debtorInfoExpiry) ? nil : document
    }
}
