import NodeKit
import Testing

@testable import Trade

/// The table of variables against TW 2.3, TW 2.4, TS2 2.1 and OPS 2.4, with the defaults of R2.
@Suite("The variables of Circular Trade")
struct VariableTableTests {
    private static let variables = Dictionary(uniqueKeysWithValues: TradeConfiguration.variables.map { ($0.name, $0) })

    private static let defaults: [(String, String)] = [
        ("MIN_COLLECTOR_ID", "0x0000010000000000"), ("MAX_COLLECTOR_ID", "0x00000100000003ff"), ("OWNER_CREDITOR_ID", "0x00000100ffffffff"),
        ("APP_DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS", "2"), ("DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS", ""),
        ("TURN_PERIOD", "1d"), ("TURN_PERIOD_OFFSET", "2h"), ("TURN_PHASE1_DURATION", "10m"), ("TURN_PHASE2_DURATION", "1h"),
        ("TURN_CHECK_INTERVAL", ""), ("APP_ROLL_TURNS_WAIT", "60"), ("APP_TURN_PHASE2_CUSHION_RATIO", "0.1"),
        ("APP_TURN_PHASE_CUSHION_PERIOD", ""), ("APP_TURN_MAX_COMMIT_PERIOD", "30d"), ("APP_INTEREST_RATE_HISTORY_PERIOD", "180d"),
        ("BASE_DEBTOR_INFO_LOCATOR", ""), ("BASE_DEBTOR_ID", ""), ("MAX_DISTANCE_TO_BASE", "10"), ("MIN_TRADE_AMOUNT", "1000"),
        ("TRANSFERS_COLLECTOR_LIMIT", "100000"), ("SOLVER_POSTGRES_URL", ""), ("WORKER_POSTGRES_URL", ""),
        ("SOLVER_INCREASED_WORK_MEM", "50MB"), ("APP_COLLECTOR_ACTIVITY_MIN_DAYS", "28"), ("APP_SURPLUS_BLOCKING_DELAY_DAYS", "14"),
        ("APP_NUMBER_OF_TURNS_FOR_BUYERS_COUNT_STATS", "30"), ("APP_NUMBER_OF_CURRENCIES_IN_BUYERS_COUNT_STATS", "1000"),
        ("TRANSFERS_HEALTHY_MAX_COMMIT_DELAY", "2h"), ("TRANSFERS_AMOUNT_CUT", "1e-05"),
        ("PROTOCOL_BROKER_URL", "amqp://guest:guest@localhost:5672"), ("PROTOCOL_BROKER_QUEUE", "swpt_trade"),
        ("PROTOCOL_BROKER_QUEUE_ROUTING_KEY", "#"), ("PROTOCOL_BROKER_PROCESSES", "1"), ("PROTOCOL_BROKER_THREADS", "1"),
        ("PROTOCOL_BROKER_PREFETCH_COUNT", "1"), ("PROTOCOL_BROKER_PREFETCH_SIZE", "0"),
        ("INTERNAL_BROKER_PROCESSES", "1"), ("INTERNAL_BROKER_THREADS", "1"), ("INTERNAL_BROKER_PREFETCH_COUNT", "1"),
        ("INTERNAL_BROKER_PREFETCH_SIZE", "0"), ("FLUSH_PROCESSES", "1"), ("FLUSH_PERIOD", "5"),
        ("HTTP_FETCH_PROCESSES", "1"), ("HTTP_FETCH_CONNECTIONS", "100"), ("HTTP_FETCH_TIMEOUT", "10"), ("HTTP_FETCH_PERIOD", ""),
        ("APP_HTTP_FETCH_PERIOD", "15s"), ("HTTP_FETCH_SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"),
        ("APP_VERIFY_SSL_CERTS", "true"), ("HTTP_FETCH_ALLOWED_PRIVATE_HOSTS", ""), ("APP_EXPLAIN_TURNS", "3"),
        ("APP_COIN_INFO_DOCUMENT_MAX_LENGTH", "50000"), ("APP_DEBTOR_INFO_FETCH_BURST_COUNT", "2000"),
        ("TRIGGER_TRANSFERS_PROCESSES", "1"), ("APP_RESCHEDULED_TRANSFERS_BURST_COUNT", "5000"),
        ("HANDLE_PRISTINE_COLLECTORS_THREADS", "1"), ("HANDLE_PRISTINE_COLLECTORS_PERIOD", ""),
        ("APP_HANDLE_PRISTINE_COLLECTORS_WAIT", "600"), ("APP_HANDLE_PRISTINE_COLLECTORS_MAX_COUNT", "100000"),
        ("APP_ROLL_WORKER_TURNS_WAIT", "60"), ("APP_MIN_DEMURRAGE_RATE", "-50"), ("APP_MIN_TRANSFER_NOTE_MAX_BYTES", "80"),
        ("APP_ACCOUNT_LOCK_MAX_DAYS", "365"), ("APP_RELEASED_ACCOUNT_LOCK_MAX_DAYS", "30"), ("APP_LOCATOR_CLAIM_EXPIRY_DAYS", "45"),
        ("APP_DEBTOR_INFO_EXPIRY_DAYS", "7"), ("APP_EXTREME_MESSAGE_DELAY_DAYS", "7"), ("APP_MAX_HEARTBEAT_DELAY_DAYS", "365"),
        ("APP_WORKER_COLLECTING_SLACK_DAYS", "60"), ("APP_WORKER_SENDING_SLACK_DAYS", "150"), ("APP_WORKER_DISPATCHING_SLACK_DAYS", "180"),
        ("APP_DELAYED_ACCOUNT_TRANSFERS_EXPIRY_DAYS", "30"), ("DELETE_PARENT_SHARD_RECORDS", "false"), ("APP_LOG_LEVEL", "warning"),
        ("APP_LOG_FORMAT", "text"), ("SETUP_RABBITMQ_BINDINGS", ""), ("SQLALCHEMY_ENGINE_OPTIONS", "{\"pool_size\": 0}"),
        ("OAUTH2_SUPERUSER_USERNAME", "creditors-superuser"), ("OAUTH2_SUPERVISOR_USERNAME", "creditors-supervisor"),
        ("OAUTH2_INTROSPECT_URL", ""), ("WEBSERVER_PORT", "8080"), ("WEBSERVER_PROCESSES", "1"), ("WEBSERVER_THREADS", "3"),
        ("APP_CREDITOR_SUBJECT_REGEX", "^creditors:([0-9]+)$"), ("APP_SUPERUSER_SUBJECT_REGEX", ""), ("APP_SUPERVISOR_SUBJECT_REGEX", ""),
        ("TOKEN_INTROSPECTION_CACHE_MAX_COST", "10000000"), ("APP_VERIFY_SHARD_YIELD_PER", "10000"),
        ("APP_VERIFY_SHARD_SLEEP_SECONDS", "0.005"), ("API_TITLE", "Trade API"),
        ("OPENAPI_REDOC_URL", "https://swaptacular.github.io/public/docs/swpt_creditors/redoc.standalone.js"),
        ("APP_WORKER_ACCOUNTS_SCAN_BLOCKS_PER_QUERY", "100"), ("APP_DELAYED_ACCOUNT_TRANSFERS_SCAN_BLOCKS_PER_QUERY", "100"),
        ("APP_TRANSFER_ATTEMPTS_SCAN_BLOCKS_PER_QUERY", "40"), ("APP_TRANSFER_ATTEMPTS_SCAN_BEAT_MILLISECS", "100"),
    ]

    @Test("has the default of the specification", arguments: defaults)
    func standard(_ name: String, _ text: String) throws {
        #expect(try #require(Self.variables[name]).defaultText == text)
    }

    @Test(
        "is declared, whatever its default is",
        arguments: [
            "OFFERS_POURING_DURATION", "SOLVER_CLIENT_POOL_SIZE", "SOLVER_IMPROVE_SECONDS", "INTERNAL_BROKER_URL", "INTERNAL_BROKER_QUEUE",
            "TRIGGER_TRANSFERS_PERIOD", "SUBSTITUTE_LOCALHOST_IN_VARS", "APP_ASSOCIATED_LOGGERS", "APP_ENABLE_CORS",
            "OPENAPI_SWAGGER_UI_URL",
        ])
    func declared(_ name: String) { #expect(Self.variables[name] != nil) }

    @Test("scanners take so many days (TW 2.4)")
    func scanners() throws {
        let days = [
            "DEBTOR_INFO_DOCUMENTS": 7, "DEBTOR_LOCATOR_CLAIMS": 1, "TRADING_POLICIES": 7, "WORKER_ACCOUNTS": 7, "INTEREST_RATE_CHANGES": 7,
            "NEEDED_WORKER_ACCOUNTS": 7, "RECENTLY_NEEDED_COLLECTORS": 7, "ACCOUNT_LOCKS": 7, "CREDITOR_PARTICIPATIONS": 7,
            "DISPATCHING_STATUSES": 7, "WORKER_COLLECTINGS": 3, "WORKER_SENDINGS": 1, "WORKER_RECEIVINGS": 1, "WORKER_DISPATCHINGS": 7,
            "TRANSFER_ATTEMPTS": 7, "DELAYED_ACCOUNT_TRANSFERS": 14,
        ]
        let walks = try TradeConfiguration.loaded().walks
        #expect(TradeScans.all.count == days.count)
        for plan in TradeScans.all { #expect(walks[plan].seconds / 86_400 == days[plan.name].map(Double.init), "\(plan.name)") }
    }

    @Test("burst counts: all names, and the smallest holds")
    func bursts() throws {
        let names = Self.variables.keys.filter { name in
            name.hasSuffix("_BURST_COUNT") && ["APP_FLUSH", "APP_START", "APP_ACCOUNT_ID"].contains { name.hasPrefix($0) }
        }
        #expect(names.count == 18 + 4)
        #expect(try TradeConfiguration.loaded().flushBurstCount == 5000)
        #expect(try TradeConfiguration.loaded(["APP_START_SENDING_BURST_COUNT": "7"]).flushBurstCount == 7)
        #expect(try TradeConfiguration.loaded(["APP_FLUSH_CANDIDATE_OFFER_BURST_COUNT": "9"]).flushBurstCount == 9)
    }

    @Test("every number has a range")
    func ranges() {
        let numbers = Self.variables.values.filter { ["int", "float", "period"].contains($0.type) }
        #expect(numbers.count > 100)
        #expect(numbers.filter(\.range.isEmpty).map(\.name) == [])
    }
}
