public import NodeKit
import SMPProtocol

extension NodeProfile {
    /// The Creditors Agent.
    public static let creditorsAgent = NodeProfile(
        service: "swpt_creditors", executable: "swpt-creditors", pathPrefix: "creditors", apiTitle: "Creditors API",
        redocURL: "https://swaptacular.github.io/public/docs/swpt_creditors/redoc.standalone.js",
        superuserName: "creditors-superuser", supervisorName: "creditors-supervisor",
        userSubjectVariable: "APP_CREDITOR_SUBJECT_REGEX", userSubjectPattern: "^creditors:([0-9]+)$",
        stopStatuses: StopStatuses(queueWorkers: 1, jobs: 1))
}

/// All environment variables of the node (CA 2.2, OPS 2.1, OPS 2.2).
public struct CreditorsConfiguration: NodeConfiguration {
    /// The variables that all nodes share.
    public let common: CommonConfiguration
    /// The node's only database.
    public let database: DatabaseSettings
    /// How the scanners walk.
    public let walks: ScanWalks
    let minCreditorID: CreditorID
    let maxCreditorID: CreditorID
    let retention: RetentionSettings
    let api: APISettings
    let ledger: LedgerSettings
    let scanners: ScannerSettings
    /// The largest number of messages that one flush transaction sends.
    let flushBurstCount: Int

    /// Declares and reads the variables.
    public init(reader: inout ConfigurationReader) {
        common = CommonConfiguration(reader: &reader, profile: .creditorsAgent)
        database = DatabaseSettings(reader: &reader, profile: .creditorsAgent)

        reader.section("Creditors")
        minCreditorID = reader.read(
            "MIN_CREDITOR_ID", .id, default: CreditorID(0x0000_0101_0000_0000), "The lowest ID of the creditors that the node serves")
        maxCreditorID = reader.read(
            "MAX_CREDITOR_ID", .id, default: CreditorID(0x0000_01ff_ffff_ffff), "The highest ID of the creditors that the node serves")
        reader.checkRange(IDRange(min: minCreditorID, max: maxCreditorID), "MIN_CREDITOR_ID", "MAX_CREDITOR_ID")
        retention = RetentionSettings(reader: &reader)
        api = APISettings(reader: &reader)
        ledger = LedgerSettings(reader: &reader)
        walks = ScanWalks(reader: &reader, [.creditors, .accounts, .logEntries, .ledgerEntries, .committedTransfers])
        scanners = ScannerSettings(reader: &reader)
        flushBurstCount = reader.readBurstCounts([
            "CONFIGURE_ACCOUNTS", "PREPARE_TRANSFERS", "FINALIZE_TRANSFERS", "UPDATED_LEDGER", "UPDATED_POLICY", "UPDATED_FLAGS",
            "REJECTED_CONFIGS",
        ])

        reader.section("Other implementations")
        reader.ignore("APP_USE_PGPLSQL_FUNCTIONS", meaning: "Chose between two forms of the same work.")
    }

    var responsibility: Responsibility<CreditorID> {
        Responsibility(range: IDRange(min: minCreditorID, max: maxCreditorID), realm: common.shard.realm)
    }

    var messageRules: MessageRules {
        MessageRules(
            logRetentionMicroseconds: retention.logDays.days, maxTransferDelayMicroseconds: ledger.maxTransferDelayDays.days,
            ledgerBurst: ledger.burst, range: responsibility.range)
    }

    var retentionRules: RetentionRules {
        RetentionRules(
            inactiveCreditorMicroseconds: retention.inactiveCreditorDays.days,
            deactivatedCreditorMicroseconds: retention.deactivatedCreditorDays.days, logMicroseconds: retention.logDays.days,
            ledgerMicroseconds: retention.ledgerDays.days, maxTransferDelayMicroseconds: ledger.maxTransferDelayDays.days)
    }

    var accountScanRules: AccountScanRules {
        AccountScanRules(
            maxHeartbeatDelayMicroseconds: scanners.maxHeartbeatDelayDays.days,
            maxTransferDelayMicroseconds: ledger.maxTransferDelayDays.days,
            maxConfigDelayMicroseconds: Duration.hours(scanners.maxConfigDelayHours).inMicroseconds)
    }
}

extension Double {
    /// A number of days as microseconds.
    var days: Int64 { Duration.days(self).inMicroseconds }
}

/// How long things are kept (CA 15).
struct RetentionSettings: Sendable, Equatable {
    var logDays = 45.0
    var ledgerDays = 45.0
    var inactiveCreditorDays = 14.0
    var deactivatedCreditorDays = 1826.0

    init() {}

    init(reader: inout ConfigurationReader) {
        reader.section("Retention")
        logDays = reader.read("APP_LOG_RETENTION_DAYS", .days(in: 30...1e6), default: 45, "How long log entries are kept; at least 30")
        ledgerDays = reader.read("APP_LEDGER_RETENTION_DAYS", .days(in: 0...1e6), default: 45, "How long ledger entries are kept")
        inactiveCreditorDays = reader.read(
            "APP_INACTIVE_CREDITOR_RETENTION_DAYS", .days(in: 0...1e6), default: 14,
            "How long a reserved creditor waits for its activation")
        deactivatedCreditorDays = reader.read(
            "APP_DEACTIVATED_CREDITOR_RETENTION_DAYS", .days(in: 0...1e6), default: 1826, "How long a deactivated creditor is kept")
    }
}

/// What the Web API does within its freedom (CA-API 15).
struct APISettings: Sendable {
    var creditorsPerPage = 2000
    var logEntriesPerPage = 100
    var accountsPerPage = 50
    var transfersPerPage = 50
    var ledgerEntriesPerPage = 100
    var quotas = Quotas()
    var finalizationApproxSeconds = 20.0
    var pinFailuresResetDays = 7.0
    var pinSecret = Secret("")

    init() {}

    init(reader: inout ConfigurationReader) {
        reader.section("Web API")
        let page = ValueType.integer(in: 1...1_000_000)
        creditorsPerPage = reader.read("APP_CREDITORS_PER_PAGE", page, default: 2000, "The page size of the enumeration of creditors")
        logEntriesPerPage = reader.read("APP_LOG_ENTRIES_PER_PAGE", page, default: 100, "The page size of logs")
        accountsPerPage = reader.read("APP_ACCOUNTS_PER_PAGE", page, default: 50, "The page size of lists of accounts")
        transfersPerPage = reader.read("APP_TRANSFERS_PER_PAGE", page, default: 50, "The page size of lists of transfers")
        ledgerEntriesPerPage = reader.read("APP_LEDGER_ENTRIES_PER_PAGE", page, default: 100, "The page size of ledgers")
        let maximum = ValueType.integer(in: Int16.min...32767)
        quotas.maxAccounts = reader.read("APP_MAX_CREDITOR_ACCOUNTS", maximum, default: 1000, "The most accounts of a creditor")
        quotas.maxTransfers = reader.read(
            "APP_MAX_CREDITOR_TRANSFERS", maximum, default: 2000, "The most transfers of a creditor that are stored")
        quotas.maxReconfigs = reader.read(
            "APP_MAX_CREDITOR_RECONFIGS", maximum, default: 5000, "The most configuration changes of a creditor in a window")
        quotas.maxInitiations = reader.read(
            "APP_MAX_CREDITOR_INITIATIONS", maximum, default: 2000, "The most transfers that a creditor starts in a window")
        let clearHours = reader.read(
            "APP_CREDITOR_DOS_STATS_CLEAR_HOURS", .hours(in: 0...1e6), default: 168,
            "The length of a window in which changes and transfers are counted, in hours, rounded up")
        quotas.clearHours = Int32(clearHours.rounded(.up))
        finalizationApproxSeconds = reader.read(
            "APP_TRANSFERS_FINALIZATION_APPROX_SECONDS", .seconds(in: 0...3e9), default: 20,
            "How long a transfer is expected to take: when `checkupAt` says to look again")
        pinFailuresResetDays = reader.read(
            "APP_PIN_FAILURES_RESET_DAYS", .days(in: -1e6...1e6), default: 7, "How long failed attempts with a PIN are remembered")
        pinSecret = reader.read(
            "PIN_PROTECTION_SECRET", .secretText, default: Secret(""),
            "The key under which PINs are stored. Changing it invalidates all PINs")
    }
}

/// How ledgers are kept (CA 10), and how the jobs of CA 10.4 and CA 11.4 run.
struct LedgerSettings: Sendable, Equatable {
    var maxTransferDelayDays = 14.0
    var burst = 1000
    var chunk = 50_000
    var waitSeconds = 5.0
    var threads = 1
    var logWaitSeconds = 5.0
    var logThreads = 1

    init() {}

    init(reader: inout ConfigurationReader) {
        reader.section("Ledgers and logs")
        maxTransferDelayDays = reader.read(
            "APP_MAX_TRANSFER_DELAY_DAYS", .days(in: 0...1e6), default: 14, "How long a ledger waits for a missing transfer")
        burst = reader.read(
            "APP_PROCESS_LEDGER_UPDATES_BURST", .integer(in: 1...1_000_000), default: 1000,
            "How many stored transfers one transaction takes into a ledger")
        chunk = reader.read(
            "APP_PROCESS_LEDGER_UPDATES_MAX_COUNT", .integer(in: 1...10_000_000), default: 50_000,
            "How many ledgers `process_ledger_updates` takes up at once")
        waitSeconds = reader.read(
            "APP_PROCESS_LEDGER_UPDATES_WAIT", .waitSeconds, default: 5, "Seconds between two passes of `process_ledger_updates`")
        threads = reader.read(
            "PROCESS_LEDGER_UPDATES_THREADS", .integer(in: 1...1000), default: 1, "How many ledgers are processed at once")
        logWaitSeconds = reader.read(
            "APP_PROCESS_LOG_ADDITIONS_WAIT", .waitSeconds, default: 5, "Seconds between two passes of `process_log_additions`")
        _ = reader.read(
            "APP_PROCESS_LOG_ADDITIONS_MAX_COUNT", .integer(in: 1...10_000_000), default: 50_000,
            "Accepted, without effect. Log entries never wait")
        logThreads = reader.read(
            "PROCESS_LOG_ADDITIONS_THREADS", .integer(in: 1...1000), default: 1, "Accepted, without effect. Log entries never wait")
    }
}

/// When the accounts scanner finds something wrong with an account (CA 15.3).
struct ScannerSettings: Sendable, Equatable {
    let maxHeartbeatDelayDays: Double
    let maxConfigDelayHours: Double

    init(reader: inout ConfigurationReader) {
        maxHeartbeatDelayDays = reader.read(
            "APP_MAX_HEARTBEAT_DELAY_DAYS", .days(in: 0...1e6), default: 365,
            "After so many days without news of a server account, something is wrong with it")
        maxConfigDelayHours = reader.read(
            "APP_MAX_CONFIG_DELAY_HOURS", .hours(in: 0...1e6), default: 24,
            "So much time the accounting authority has to put a new configuration in effect")
    }
}

/// How fast the tables are walked over (CA 15).
extension ScanPlan {
    static let creditors = ScanPlan("CREDITORS", .days, 7)
    static let accounts = ScanPlan("ACCOUNTS", .hours, 8, blocks: 160)
    static let logEntries = ScanPlan("LOG_ENTRIES", .days, 7)
    static let ledgerEntries = ScanPlan("LEDGER_ENTRIES", .days, 7)
    static let committedTransfers = ScanPlan("COMMITTED_TRANSFERS", .days, 7, blocks: 100)
}
