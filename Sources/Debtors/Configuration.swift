public import NodeKit
import SMPProtocol

extension NodeProfile {
    /// The Debtors Agent.
    public static let debtorsAgent = NodeProfile(
        service: "swpt_debtors", executable: "swpt-debtors", pathPrefix: "debtors", apiTitle: "Debtors API",
        redocURL: "https://swaptacular.github.io/public/docs/swpt_debtors/redoc.standalone.js",
        superuserName: "debtors-superuser", supervisorName: "debtors-supervisor",
        userSubjectVariable: "APP_DEBTOR_SUBJECT_REGEX", userSubjectPattern: "^debtors:([0-9]+)$", hasRestrictions: true)
}

/// All environment variables of the node (DA 3, OPS 2.1, OPS 2.3).
public struct DebtorsConfiguration: NodeConfiguration {
    public let common: CommonConfiguration
    public let database: DatabaseSettings
    let minDebtorID: Needed<DebtorID>
    let maxDebtorID: Needed<DebtorID>
    let api: APISettings
    let scanner: ScannerSettings
    /// The largest number of messages that one flush transaction sends.
    let flushBurstCount: Int

    public init(reader: inout ConfigurationReader) {
        common = CommonConfiguration(reader: &reader, profile: .debtorsAgent)
        database = DatabaseSettings(reader: &reader, applicationName: "swpt-debtors")

        reader.section("Debtors")
        minDebtorID = reader.readNeeded("MIN_DEBTOR_ID", .id, "The lowest ID of the debtors that the node serves")
        maxDebtorID = reader.readNeeded("MAX_DEBTOR_ID", .id, "The highest ID of the debtors that the node serves")
        api = APISettings(reader: &reader)
        scanner = ScannerSettings(reader: &reader)

        reader.section("Sending")
        let bursts = ["CONFIGURE_ACCOUNTS", "PREPARE_TRANSFERS", "FINALIZE_TRANSFERS"].map { kind in
            reader.read(
                "APP_FLUSH_\(kind)_BURST_COUNT", .integer(in: 1...1_000_000), default: 5000,
                "The most messages that are sent in one transaction. All kinds are sent together: the smallest of the three counts")
        }
        flushBurstCount = bursts.min() ?? 5000
    }

    /// A process that was started without the range serves no debtor (DA 4.4).
    var responsibility: Responsibility<DebtorID> {
        var range = IDRange<DebtorID>.empty
        if let min = minDebtorID.value, let max = maxDebtorID.value { range = IDRange(min: min, max: max) }
        return Responsibility(range: range, realm: common.shard.realm)
    }
}

/// What the Web API does within its freedom.
struct APISettings: Sendable, Equatable {
    var limits = Limits()
    /// `APP_TRANSFERS_FINALIZATION_APPROX_SECONDS`
    var finalizationApproxSeconds = 20.0
    /// `APP_INACTIVE_DEBTOR_RETENTION_DAYS`
    var reservationLifetimeDays = 14.0
    /// `APP_DEBTORS_PER_PAGE`
    var debtorsPerPage = 2000
    /// `APP_DOCUMENT_MAX_CONTENT_LENGTH`
    var documentMaxBytes = 50000

    init() {}

    init(reader: inout ConfigurationReader) {
        reader.section("Web API")
        finalizationApproxSeconds = reader.read(
            "APP_TRANSFERS_FINALIZATION_APPROX_SECONDS", .number(in: 0...3e9), default: 20,
            "How long a transfer is expected to take: when `checkupAt` says to look again")
        limits.maxTransfersPerMonth = reader.read(
            "APP_MAX_TRANSFERS_PER_MONTH", .integer(in: 0...Int(Int32.max)), default: 300,
            "The most management actions of a debtor in a month, and the most transfers that it can have stored")
        reservationLifetimeDays = reader.read(
            "APP_INACTIVE_DEBTOR_RETENTION_DAYS", .number(in: 0...1e6), default: 14, "How long a reserved debtor waits for its activation")
        debtorsPerPage = reader.read(
            "APP_DEBTORS_PER_PAGE", .integer(in: 1...1_000_000), default: 2000, "The page size of the enumeration of debtors")
        documentMaxBytes = reader.read(
            "APP_DOCUMENT_MAX_CONTENT_LENGTH", .integer(in: 0...100_000_000), default: 50000,
            "The longest public document, in bytes; `MAX_CONTENT_LENGTH` holds as well")
        limits.documentMaxSavesPerYear = reader.read(
            "APP_DOCUMENT_MAX_SAVES_PER_YEAR", .integer(in: 0...Int(Int32.max)), default: 1000,
            "The most documents that a debtor can save in a year")
    }
}

/// How the scanner walks over the debtors (DA 12).
struct ScannerSettings: Sendable, Equatable {
    /// `APP_DEBTORS_SCAN_DAYS`: how long one walk over the table takes.
    var days = 7.0
    var blocksPerQuery = 40
    var beatMilliseconds = 100
    /// `APP_MAX_HEARTBEAT_DELAY_DAYS`
    var maxHeartbeatDelayDays = 365.0
    /// `APP_MAX_CONFIG_DELAY_HOURS`
    var maxConfigDelayHours = 24.0

    init() {}

    init(reader: inout ConfigurationReader) {
        reader.section("Debtors scanner")
        days = reader.read("APP_DEBTORS_SCAN_DAYS", .number(in: 1e-9...36500), default: 7, "How long one walk over the debtors takes")
        blocksPerQuery = reader.read(
            "APP_DEBTORS_SCAN_BLOCKS_PER_QUERY", .integer(in: 1...1_000_000), default: 40, "Database pages that are read at once")
        beatMilliseconds = reader.read(
            "APP_DEBTORS_SCAN_BEAT_MILLISECS", .integer(in: 1...3_600_000), default: 100, "The shortest pause between two beats of the walk")
        maxHeartbeatDelayDays = reader.read(
            "APP_MAX_HEARTBEAT_DELAY_DAYS", .number(in: 0...36500), default: 365,
            "After so many days without news of its account, a debtor's configuration is considered not to be in effect")
        maxConfigDelayHours = reader.read(
            "APP_MAX_CONFIG_DELAY_HOURS", .number(in: 0...876_000), default: 24,
            "So much time the accounting authority has to put a new configuration in effect")
    }
}

extension DebtorsConfiguration {
    var scannerRules: ScannerRules {
        ScannerRules(
            deletesParentShardRecords: common.shard.deletesParentRecords,
            reservationLifetime: Int64(api.reservationLifetimeDays * 86400e6),
            maxConfigDelay: Int64(scanner.maxConfigDelayHours * 3600e6),
            maxHeartbeatDelay: Int64(scanner.maxHeartbeatDelayDays * 86400e6))
    }
}
