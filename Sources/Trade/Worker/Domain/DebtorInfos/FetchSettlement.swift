import Glibc
import SMPProtocol

extension DebtorInfoFetch {
    /// TW 10.5.4 – 6.
    ///
    /// - Parameters:
    ///   - jitter: random, 0.5 ..< 1.
    /// - Returns: the fetch, when it is to be tried again; nil when it is done.
    func settled(
        _ outcome: FetchOutcome, _ rules: WorkerRules, now: Timestamp, jitter: Double, effects: inout Effects
    ) -> DebtorInfoFetch? {
        switch outcome {
        case .document(let document):
            follow(document, isNew: true, rules, now: now, effects: &effects)
            return nil
        case .failure(let errorCode): return retried(errorCode, rules, now: now, jitter: jitter)
        case .permanentFailure: return nil
        case .postponed: return due(at: now.adding(Self.postponement))
        }
    }

    /// A fetch that was not tried does not count as tried, but others come first.
    private static let postponement = Duration.seconds(1)

    /// The fetch as it is, due at another moment.
    func due(at moment: Timestamp) -> DebtorInfoFetch {
        var next = self
        next.nextAttemptAt = moment
        return next
    }

    /// TW 10.5.4 – 6 for what came back from an address. Meanwhile the fetch may have got another one; then it is due again.
    ///
    /// - Returns: the fetch, when it is not done.
    func settled(
        _ outcome: FetchOutcome, from url: String, _ rules: WorkerRules, now: Timestamp, jitter: Double, effects: inout Effects
    ) -> DebtorInfoFetch? {
        guard url.isExactly(self.url) else { return due(at: now) }
        return settled(outcome, rules, now: now, jitter: jitter, effects: &effects)
    }

    /// TW 10.5.2: a document that was stored already is as good as one that was fetched, but not stored again.
    func settled(_ cached: DebtorInfoDocument, _ rules: WorkerRules, now: Timestamp, effects: inout Effects) {
        follow(LocatedCoinInfo(locator: cached.locator, info: cached.info), isNew: false, rules, now: now, effects: &effects)
    }

    /// TW 10.5.4.
    private func follow(
        _ document: LocatedCoinInfo, isNew: Bool, _ rules: WorkerRules, now: Timestamp, effects: inout Effects
    ) {
        let (info, locator) = (document.info, document.locator)
        if isDiscoveryFetch && key.debtor == info.debtor {
            effects.send(.confirmDebtor(ConfirmDebtor(debtorID: info.debtor, debtorInfoLocator: locator, ts: now)))
        }
        guard isLocatorFetch && key.iri.isExactly(locator) else { return }
        if key.debtor == info.debtor, let peg = info.peg, Int(recursionLevel) < rules.maxDistanceToBase {
            effects.send(.fetchDebtorInfo(.locator(peg.locator, peg.debtor, recursionLevel: Int32(recursionLevel) + 1, ts: now)))
        }
        if isNew { effects.send(.storeDocument(StoreDocument(info, at: locator, ts: now))) }
    }

    /// TW 10.5.5: waits longer each time, until it is no longer worthwhile.
    private func retried(_ errorCode: Int16?, _ rules: WorkerRules, now: Timestamp, jitter: Double) -> DebtorInfoFetch? {
        let seconds = rules.healthyCommitDelay.asSeconds * pow(1.5, Double(min(attemptsCount, 100)))
        guard seconds < rules.debtorInfoExpiry.asSeconds else { return nil }
        var next = self
        next.attemptsCount = attemptsCount == .max ? .max : attemptsCount + 1
        next.latestAttempt = Attempt(at: now, errorCode: errorCode)
        next.nextAttemptAt = now.adding(microseconds: clampedToInt64(seconds * jitter * 1e6))
        return next
    }
}
