import Testing

@testable import Persistence

@Suite("retry policy (SMP 13.6)")
struct RetryPolicyTests {
    @Test("the first repetition is immediate, the others wait twice as long each time, up to the maximum")
    func waits() {
        let business = (1...11).map { RetryPolicy.business.waitSeconds(afterFailure: $0, randomFactor: 0.5) }
        #expect(business == [0, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5])
        let outbox = (1...8).map { RetryPolicy.outbox.waitSeconds(afterFailure: $0, randomFactor: 0.5) }
        #expect(outbox == [0, 0.05, 0.1, 0.2, 0.4, 0.5, 0.5, 0.5])
        #expect(RetryPolicy.business.waitSeconds(afterFailure: 1_000_000, randomFactor: 0.75) == 7.5)
    }

    @Test("the policies of the specification have 8 and 11 repetitions")
    func counts() {
        #expect(RetryPolicy.business.repetitions == 8 && RetryPolicy.business.maximumWaitSeconds == 10)
        #expect(RetryPolicy.outbox.repetitions == 11 && RetryPolicy.outbox.maximumWaitSeconds == 1)
        #expect(RetryPolicy.none.repetitions == 0)
    }

    static func refusal(_ state: SQLState) -> PostgresError {
        PostgresError(
            sqlState: state, statement: "s", message: "m", detail: nil, hint: nil, schema: nil, table: nil, column: nil,
            constraint: nil, endsSession: false)
    }

    static let cases: [(any Error, Bool)] = [
        (refusal("40001"), true),
        (refusal("40P01"), true),
        (refusal("40002"), false),
        (refusal("23505"), false),
        (refusal("57014"), false),
        (DatabaseError.connectionLost(statement: "s", reason: "r"), true),
        (DatabaseError.cannotConnect(server: "s", reason: "r", isTransient: true), true),
        (DatabaseError.cannotConnect(server: "s", reason: "r", isTransient: false), false),
        (DatabaseError.commitOutcomeUnknown(statement: "s"), false),
        (DatabaseError.poolExhausted(connections: 1, waitedSeconds: 1), false),
        (DatabaseError.clientFailure(statement: "s", reason: "r"), false),
        (CancellationError(), false),
    ]

    @Test("only conflicts and connections that were lost before COMMIT are repeated", arguments: cases)
    func whatIsRepeated(error: any Error, isRepeated: Bool) {
        #expect(RetryPolicy.business.repeats(error) == isRepeated)
        #expect(RetryPolicy.outbox.repeats(error) == isRepeated)
    }

    @Test("a policy can be told to repeat lost races of insertions, and not to repeat lost connections")
    func adjusted() {
        #expect(RetryPolicy.business.retrying(.uniqueViolation).repeats(Self.refusal("23505")))
        #expect(!RetryPolicy.none.repeats(DatabaseError.connectionLost(statement: "s", reason: "r")))
    }
}
