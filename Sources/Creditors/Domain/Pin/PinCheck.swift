import SMPProtocol

extension Pin {
    /// CA-API 8.4. The new state has to be stored even when the attempt has failed.
    ///
    /// - Parameters:
    ///   - digest: HMAC of a PIN and a salt under the node's secret.
    ///   - resetIntervalMicroseconds: how long accumulated failures are remembered.
    mutating func admits(
        _ submitted: String?, digest: (_ pin: String, _ salt: String) -> [UInt8], resetIntervalMicroseconds: Int64, now: Timestamp
    ) -> Bool {
        switch status {
        case .blocked:
            return false
        case .off:
            consecutiveFailures = 0
            return true
        case .on:
            guard let submitted else { return false }
            guard let secret else { preconditionFailure("a PIN that is on has a secret") }
            if equalInConstantTime(digest(submitted, secret.salt ?? ""), secret.hmac) {
                consecutiveFailures = 0
                return true
            }
            registerFailure(resetIntervalMicroseconds: resetIntervalMicroseconds, now: now)
            return false
        }
    }

    private mutating func registerFailure(resetIntervalMicroseconds: Int64, now: Timestamp) {
        consecutiveFailures += consecutiveFailures == .max ? 0 : 1
        if consecutiveFailures >= maxConsecutiveFailures {
            block(now: now)
        }
        if accumulatedSince.adding(microseconds: resetIntervalMicroseconds) <= now {
            accumulatedFailures = 0
            accumulatedSince = now
        }
        accumulatedFailures += accumulatedFailures == .max ? 0 : 1
        if accumulatedFailures >= maxAccumulatedFailures {
            block(now: now)
        }
    }

    /// The update ID and the log do not change (CA-API 8.4).
    private mutating func block(now: Timestamp) {
        status = .blocked
        secret = nil
        accumulatedFailures = 0
        accumulatedSince = now
    }
}

/// Takes as long for nearly equal digests as for different ones.
private func equalInConstantTime(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
