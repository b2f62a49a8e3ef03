import NodeKit
import SMPProtocol
import Testing

@testable import Trade

/// TW 2.6, TS2 2.5, OPS 2.6: variables of earlier releases.
@Suite("Older variables of Circular Trade")
struct AliasTests {
    @Test(
        "how many collector accounts a new currency gets",
        arguments: [
            ([:], 2), (["APP_DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS": "5"], 5), (["DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS": "1"], 1),
            (["APP_DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS": "5", "DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS": "3"], 3),
        ] as [([String: String], Int)])
    func collectors(_ values: [String: String], _ expected: Int) throws {
        #expect(try TradeConfiguration.loaded(values).collectors.numberOfAccounts == expected)
    }

    @Test(
        "the solver's check interval (TS2 3.2)",
        arguments: [
            ([:], 60), (["TURN_PHASE1_DURATION": "2m"], 12), (["TURN_PHASE1_DURATION": "30m"], 60), (["TURN_PHASE1_DURATION": "0"], 0.1),
            (["TURN_CHECK_INTERVAL": "5s"], 5), (["TURN_CHECK_INTERVAL": ""], 60), (["TURN_CHECK_INTERVAL": "0"], 0.1),
            (["APP_ROLL_TURNS_WAIT": "0.3"], 0.3), (["APP_ROLL_TURNS_WAIT": "0.3", "TURN_CHECK_INTERVAL": "2m"], 120),
        ] as [([String: String], Double)])
    func checkInterval(_ values: [String: String], _ seconds: Double) throws {
        #expect(try TradeConfiguration.loaded(values).turns.checkInterval == Duration(bounded: seconds))
    }

    @Test("empty texts that deployments pass (TS2 2.5, TW 2.1, OPS 1.1.4)")
    func emptyTexts() throws {
        let settings = try TradeConfiguration.loaded([
            "TURN_PERIOD": "", "TURN_PERIOD_OFFSET": "", "OFFERS_POURING_DURATION": "", "SOLVER_CLIENT_POOL_SIZE": "",
            "INTERNAL_BROKER_QUEUE": "", "INTERNAL_BROKER_URL": "", "BASE_DEBTOR_INFO_LOCATOR": "", "APP_CREDITOR_SUBJECT_REGEX": "",
            "APP_ENABLE_INESSENTIAL_WEBAPIS": "",
        ])
        #expect(settings.turns.schedule == TurnSchedule(period: .seconds(86_400), offset: .zero))
        #expect(settings.turns.pouring.duration == nil)
        #expect(settings.internalBroker == nil)
        #expect(!settings.solverDatabase.isLimitStrict)
        #expect(settings.market.baseLocator.value == nil)
    }

    @Test(
        "how long before the end of phase 2 offers are written (TW 16.1)",
        arguments: [
            ([:], 420), (["OFFERS_POURING_DURATION": "2s"], 2), (["APP_TURN_PHASE_CUSHION_PERIOD": "5m"], 300),
            (["APP_TURN_PHASE_CUSHION_PERIOD": "1h"], 420), (["APP_TURN_PHASE2_CUSHION_RATIO": "0.5"], 2100),
        ] as [([String: String], Double)])
    func pouring(_ values: [String: String], _ seconds: Double) throws {
        #expect(try TradeConfiguration.loaded(values).turns.pouring.seconds(span: 4200) == seconds)
    }

    @Test("periods of the first release win over those of the second")
    func periods() throws {
        let new = try TradeConfiguration.loaded(["TRANSFERS_HEALTHY_MAX_COMMIT_DELAY": "1h"])
        #expect(new.documents.waitSeconds == 15)
        #expect(new.jobs.triggerWaitSeconds == 300)
        #expect(new.jobs.transfersWaitSeconds == 300)
        #expect(new.jobs.collectorsWaitSeconds == 600)
        let old = try TradeConfiguration.loaded([
            "HTTP_FETCH_PERIOD": "0.5", "APP_HTTP_FETCH_PERIOD": "7s", "TRIGGER_TRANSFERS_PERIOD": "0.25",
            "HANDLE_PRISTINE_COLLECTORS_PERIOD": "3.0", "APP_HANDLE_PRISTINE_COLLECTORS_WAIT": "9",
        ])
        #expect(old.documents.waitSeconds == 0.5)
        #expect(old.jobs.triggerWaitSeconds == 0.25)
        #expect(old.jobs.collectorsWaitSeconds == 3)
    }

    @Test("one queue or two, on one broker or two (OPS 2.6.1)")
    func queues() throws {
        let single = try TradeConfiguration.loaded(["PROTOCOL_BROKER_QUEUE": "db-01"])
        #expect(single.queues.internal == nil && single.internalBroker == nil)
        let dual = try TradeConfiguration.loaded([
            "PROTOCOL_BROKER_QUEUE": "db-01", "INTERNAL_BROKER_URL": "amqp://other", "INTERNAL_BROKER_THREADS": "4",
        ])
        #expect(dual.queues.internal == QueueAddress(url: Secret("amqp://other"), queue: "db-01-internal"))
        #expect(dual.internalBroker?.consumer.threads == 4)
        let named = try TradeConfiguration.loaded(["PROTOCOL_BROKER_URL": "amqp://a", "INTERNAL_BROKER_QUEUE": "mine"])
        #expect(named.queues.internal == QueueAddress(url: Secret("amqp://a"), queue: "mine"))
    }

    @Test(
        "connections to the solver's database",
        arguments: [([:], nil), (["SOLVER_CLIENT_POOL_SIZE": "0"], nil), (["SOLVER_CLIENT_POOL_SIZE": "3"], 3)]
            as [([String: String], Int?)])
    func pool(_ values: [String: String], _ limit: Int?) throws {
        let database = try TradeConfiguration.loaded(values).solverDatabase
        #expect(database.isLimitStrict == (limit != nil))
        if let limit { #expect(database.pool.maximumConnections == limit) }
    }

    @Test(
        "memory sizes as PostgreSQL writes them (TS2 2.4)",
        arguments: [
            ("50MB", true), ("64", true), (" 4 GB ", true), ("1kB", true), ("MB", false), ("-1MB", false), ("1.5GB", false),
            ("1 MB x", false), ("", false), ("1mb", false), ("9999999999", false),
        ])
    func memory(_ text: String, _ isRight: Bool) {
        #expect(TradeConfiguration.complaints(["SOLVER_INCREASED_WORK_MEM": text]).isEmpty == isRight)
    }

    @Test("the owner has a supervisor's rights, other users have none (TS2 14.2)")
    func owner() throws {
        let subjects = try TradeConfiguration.loaded(["OWNER_CREDITOR_ID": "12345"]).common.oauth2.subjects
        #expect(subjects.kind(of: "creditors:00012345") == .supervisor)
        #expect(subjects.kind(of: "creditors:7") == .user(id: 7))
        #expect(subjects.kind(of: "creditors:18446744073709551616") == nil)
        let everybody = try TradeConfiguration.loaded(["OWNER_CREDITOR_ID": "0xffffffffffffffff"]).common.oauth2.subjects
        #expect(everybody.kind(of: "creditors:18446744073709551615") == .supervisor)
    }
}
