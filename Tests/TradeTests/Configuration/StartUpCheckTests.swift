import NodeKit
import SMPProtocol
import Testing

@testable import Trade

/// TW 2.5, TS2 2.3: what must not start, and in which words.
@Suite("Start-up checks of Circular Trade")
struct StartUpCheckTests {
    @Test("the defaults pass all of them, and so do commands that get only a part of the variables")
    func defaults() throws {
        #expect(try TradeConfiguration.warnings([:]) == [])
        #expect(TradeConfiguration.complaints(["SOLVER_POSTGRES_URL": "postgresql://a@b/c"], needs: TradeNeeds.solver) == [])
    }

    @Test(
        "a wrong value ends every command with one line",
        arguments: [
            (["MIN_COLLECTOR_ID": "0"], "MIN_COLLECTOR_ID, MAX_COLLECTOR_ID: expected two IDs of the same sign"),
            (["MIN_COLLECTOR_ID": "-1"], "MIN_COLLECTOR_ID, MAX_COLLECTOR_ID: expected two IDs of the same sign"),
            (["MIN_COLLECTOR_ID": "0x10000000400"], "MIN_COLLECTOR_ID, MAX_COLLECTOR_ID: expected"),
            (["MAX_COLLECTOR_ID": "0x10000004001"], "MIN_COLLECTOR_ID, MAX_COLLECTOR_ID: expected"),
            (["OWNER_CREDITOR_ID": "0x10000000007"], "OWNER_CREDITOR_ID, MIN_COLLECTOR_ID, MAX_COLLECTOR_ID: expected an owner"),
            (["TRANSFERS_AMOUNT_CUT": "0.2"], "TRANSFERS_AMOUNT_CUT has the value \"0.2\"; expected a number between 1e-10 and 0.1"),
            (["TRANSFERS_AMOUNT_CUT": "1e-11"], "TRANSFERS_AMOUNT_CUT has the value"),
            (
                ["PROTOCOL_BROKER_QUEUE_ROUTING_KEY": "0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.#"],
                "PROTOCOL_BROKER_QUEUE_ROUTING_KEY has the value"
            ),
            (["MIN_TRADE_AMOUNT": "9"], "MIN_TRADE_AMOUNT has the value \"9\"; expected a whole number not below 10"),
            (["APP_LOCATOR_CLAIM_EXPIRY_DAYS": "29"], "APP_LOCATOR_CLAIM_EXPIRY_DAYS has the value"),
            (["APP_DEBTOR_INFO_EXPIRY_DAYS": "0.5"], "APP_DEBTOR_INFO_EXPIRY_DAYS has the value"),
            (["APP_DEBTOR_INFO_EXPIRY_DAYS": "10"], "APP_LOCATOR_CLAIM_EXPIRY_DAYS, APP_DEBTOR_INFO_EXPIRY_DAYS: expected"),
            (["APP_DELAYED_ACCOUNT_TRANSFERS_EXPIRY_DAYS": "13"], "APP_DELAYED_ACCOUNT_TRANSFERS_EXPIRY_DAYS has the value"),
            (["APP_SURPLUS_BLOCKING_DELAY_DAYS": "6"], "APP_SURPLUS_BLOCKING_DELAY_DAYS, APP_EXTREME_MESSAGE_DELAY_DAYS: expected"),
            (["APP_COLLECTOR_ACTIVITY_MIN_DAYS": "13"], "APP_COLLECTOR_ACTIVITY_MIN_DAYS, APP_SURPLUS_BLOCKING_DELAY_DAYS: expected"),
            (["APP_TURN_MAX_COMMIT_PERIOD": "181d"], "APP_INTEREST_RATE_HISTORY_PERIOD, APP_TURN_MAX_COMMIT_PERIOD: expected"),
            (["TRANSFERS_COLLECTOR_LIMIT": "0"], "TRANSFERS_COLLECTOR_LIMIT has the value"),
            (["APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS": "0"], "APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS has the value"),
            (["APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS": "0"], "APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS has the value"),
            (["SOLVER_INCREASED_WORK_MEM": "1MB'; DROP TABLE turn"], "SOLVER_INCREASED_WORK_MEM has the value"),
            (["BASE_DEBTOR_ID": "0"], "BASE_DEBTOR_ID has the value \"0\"; expected the ID of a debtor, not 0"),
            (["MAX_DISTANCE_TO_BASE": "32768"], "MAX_DISTANCE_TO_BASE has the value"),
            (["TURN_PERIOD": "1y"], "TURN_PERIOD has the value"), (["TURN_PHASE1_DURATION": ""], "TURN_PHASE1_DURATION has the value"),
        ])
    func wrong(_ values: [String: String], _ line: String) {
        let complaints = TradeConfiguration.complaints(values)
        #expect(complaints.count == 1)
        #expect(complaints.first?.hasPrefix(line) == true, "\(complaints)")
    }

    /// TS2 2.3.6–8
    private static let restless: [([String: String], String)] = [
        (["TURN_PERIOD": "8d"], "TURN_PERIOD: expected a period of at most 7 days"),
        (["TURN_PHASE1_DURATION": "119s"], "TURN_PHASE1_DURATION: expected at least 120 seconds"),
        (["TURN_PHASE2_DURATION": "60s"], "TURN_PHASE2_DURATION: expected at least 120 seconds"),
        (["TURN_PERIOD": "2h"], "TURN_PERIOD, TURN_PHASE1_DURATION, TURN_PHASE2_DURATION: expected"),
    ]
    private static let base = [
        "SOLVER_POSTGRES_URL": "postgresql://a@b/c", "BASE_DEBTOR_INFO_LOCATOR": "https://example.com/", "BASE_DEBTOR_ID": "666",
    ]

    @Test("turns that leave no time to breathe stop the solver, and are a warning for everybody else", arguments: restless)
    func restlessTurns(_ values: [String: String], _ line: String) throws {
        let all = values.merging(Self.base) { $1 }
        #expect(TradeConfiguration.complaints(all, needs: TradeNeeds.rollTurns).first?.hasPrefix(line) == true)
        #expect(try TradeConfiguration.warnings(all, needs: TradeNeeds.solver).first?.hasPrefix(line) == true)
    }

    @Test("with TURN_CHECK_INTERVAL, which marks a configuration of the first release, they are a warning for the solver, too")
    func firstRelease() throws {
        let values = [
            "TURN_PERIOD": "10m", "TURN_PHASE1_DURATION": "1m", "TURN_PHASE2_DURATION": "5m", "TURN_CHECK_INTERVAL": "5s",
        ].merging(Self.base) { $1 }
        #expect(try TradeConfiguration.warnings(values, needs: TradeNeeds.rollTurns).count == 2)
    }

    @Test(
        "examples that pass (TS2 2.3)",
        arguments: [
            [:], ["TURN_PERIOD": "30m", "TURN_PHASE1_DURATION": "2m", "TURN_PHASE2_DURATION": "8m"], ["TURN_PERIOD": "0"],
            ["TURN_PHASE1_DURATION": "0", "TURN_PHASE2_DURATION": "0"],
        ])
    func fine(_ values: [String: String]) throws {
        #expect(TradeConfiguration.complaints(values.merging(Self.base) { $1 }, needs: TradeNeeds.rollTurns) == [])
    }

    @Test("what only some commands need is missing for them alone")
    func needs() {
        let missing = TradeConfiguration.complaints(["BASE_DEBTOR_INFO_LOCATOR": "", "BASE_DEBTOR_ID": ""], needs: TradeNeeds.rollTurns)
        #expect(missing.map { $0.split(separator: " ")[0] } == ["SOLVER_POSTGRES_URL", "BASE_DEBTOR_INFO_LOCATOR", "BASE_DEBTOR_ID"])
        #expect(TradeConfiguration.complaints([:], needs: TradeNeeds.worker).count == 2)
        #expect(TradeConfiguration.complaints([:]) == [])
    }
}
