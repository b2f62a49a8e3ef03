/// How often and after which waits a failed transaction is repeated (SMP 13.6).
///
/// Repeated are serialization failures (40001), deadlocks (40P01), the extra errors that a policy names, and transactions that
/// lost their connection before COMMIT was sent or could not get one. Nothing else is.
public struct RetryPolicy: Hashable, Sendable {
    /// How many times the transaction may be repeated after its first failure.
    public var repetitions: Int
    /// The wait before the repetition after the second failure; it doubles with each further failure.
    public var firstWaitSeconds: Double
    /// No wait is longer.
    public var maximumWaitSeconds: Double
    /// Errors that are repeated besides serialization failures and deadlocks.
    public var alsoRetried: Set<SQLState>
    /// Whether lost and refused connections are repeated too.
    public var retriesConnections: Bool

    /// A policy; see the properties.
    public init(
        repetitions: Int, firstWaitSeconds: Double = 0.1, maximumWaitSeconds: Double, alsoRetried: Set<SQLState> = [],
        retriesConnections: Bool = true
    ) {
        precondition(repetitions >= 0 && firstWaitSeconds >= 0 && maximumWaitSeconds >= 0)
        self.repetitions = repetitions
        self.firstWaitSeconds = firstWaitSeconds
        self.maximumWaitSeconds = maximumWaitSeconds
        self.alsoRetried = alsoRetried
        self.retriesConnections = retriesConnections
    }

    /// Business transactions: 8 repetitions, waits of at most 10 s.
    public static let business = RetryPolicy(repetitions: 8, maximumWaitSeconds: 10)
    /// Passes of the outbox: 11 repetitions, waits of at most 1 s.
    public static let outbox = RetryPolicy(repetitions: 11, maximumWaitSeconds: 1)
    /// The first failure is final.
    public static let none = RetryPolicy(repetitions: 0, maximumWaitSeconds: 0, retriesConnections: false)

    /// The same policy that also repeats these errors, such as lost races of insertions (`.uniqueViolation`).
    public func retrying(_ states: SQLState...) -> RetryPolicy {
        var policy = self
        policy.alsoRetried.formUnion(states)
        return policy
    }

    /// Whether the policy repeats a transaction that failed with this error.
    public func repeats(_ error: any Error) -> Bool {
        switch error {
        case let error as PostgresError:
            error.sqlState == .serializationFailure || error.sqlState == .deadlockDetected
                || alsoRetried.contains(error.sqlState)
        case DatabaseError.connectionLost: retriesConnections
        case DatabaseError.cannotConnect(_, _, isTransient: true): retriesConnections
        default: false
        }
    }

    /// The wait before the repetition after the n-th failure: none after the first one; after the others
    /// min(maximum, first·2^(n−2)) times a random factor in [0.5, 1.0).
    public func waitSeconds(afterFailure number: Int, randomFactor: Double) -> Double {
        precondition(number >= 1 && (0.5..<1.0).contains(randomFactor))
        if number == 1 { return 0 }
        // 2^60 is far beyond every maximum and still exact.
        let doublings = min(number - 2, 60)
        return min(maximumWaitSeconds, firstWaitSeconds * Double(1 << doublings)) * randomFactor
    }
}
