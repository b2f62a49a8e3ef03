public import NodeKit
import SMPProtocol

extension NodeProfile {
    /// The Debtors Agent.
    public static let debtorsAgent = NodeProfile(
        service: "swpt_debtors", executable: "swpt-debtors", pathPrefix: "debtors", apiTitle: "Debtors API",
        redocURL: "https://swaptacular.github.io/public/docs/swpt_debtors/redoc.standalone.js",
        superuserName: "debtors-superuser", supervisorName: "debtors-supervisor",
        userSubjectVariable: "APP_DEBTOR_SUBJECT_REGEX", userSubjectPattern: "^debtors:([0-9]+)$", hasRestrictions: true,
        stopStatuses: StopStatuses(queueWorkers: 1, jobs: 0))
}

/// All environment variables of the node (DA 3, OPS 2.1, OPS 2.3).
public struct DebtorsConfiguration: NodeConfiguration {
    /// The variables that all nodes share.
    public let common: CommonConfiguration
    /// The node's only database.
    public let database: DatabaseSettings
    /// How the scanner walks.
    public let walks: ScanWalks
    let minDebtorID: Needed<DebtorID>
    let maxDebtorID: Needed<DebtorID>
    let api: APISettings
    let scanner: ScannerSettings
    /// The largest number of messages that one flush transaction sends.
    let flushBurstCount: Int

    /// Declares and reads the variables.
    public init(reader: inout ConfigurationReader) {
        common = CommonConfiguration(reader: &reader, profile: .debtorsAgent)
        database = DatabaseSettings(reader: &reader, profile: .debtorsAgent)

        reader.section("Debtors")
        minDebtorID = reader.readNeeded("MIN_DEBTOR_ID", .id, "The lowest ID of the debtors that the node serves")
        maxDebtorID = reader.readNeeded("MAX_DEBTOR_ID", .id, "The highest ID of the debtors that the node serves")
        if let min = minDebtorID.value, let max = maxDebtorID.value {
            reader.checkRange(IDRange(min: min, max: max), "MIN_DEBTOR_ID", "MAX_DEBTOR_ID")
        }
        api = APISettings(reader: &reader)
        walks = ScanWalks(reader: &reader, [.debtors])
        scanner = ScannerSettings(reader: &reader)
        flushBurstCount = reader.readBurstCounts(["CONFIGURE_ACCOUNTS", "PREPARE_TRANSFERS", "FINALIZE_TRANSFERS"])
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
            "APP_TRANSFERS_FINALIZATION_APPROX_SECONDS", .seconds(in: 0...3e9), default: 20,
            "How long a transfer is expected to take: when `checkupAt` says to look again")
        limits.maxTransfersPerMonth = reader.read(
            "APP_MAX_TRANSFERS_PER_MONTH", .integer(in: 0...Int(Int32.max)), default: 300,
            "The most management actions of a debtor in a month, and the most transfers that it can have stored")
        reservationLifetimeDays = reader.read(
            "APP_INACTIVE_DEBTOR_RETENTION_DAYS", .days(in: 0...1e6), default: 14,
            "How long a reserved debtor waits for its activation")
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

/// When the scanner finds something wrong with a debtor (DA 12).
struct ScannerSettings: Sendable, Equatable {
    /// `APP_MAX_HEARTBEAT_DELAY_DAYS`
    var maxHeartbeatDelayDays = 365.0
    /// `APP_MAX_CONFIG_DELAY_HOURS`
    var maxConfigDelayHours = 24.0

    init() {}

    init(reader: inout ConfigurationReader) {
        maxHeartbeatDelayDays = reader.read(
            "APP_MAX_HEARTBEAT_DELAY_DAYS", .days(in: 0...36500), default: 365,
            "After so many days without news of its account, a debtor's configuration is considered not to be in effect")
        maxConfigDelayHours = reader.read(
            "APP_MAX_CONFIG_DELAY_HOURS", .hours(in: 0...876_000), default: 24,
            "So much time the accounting authority has to put a new configuration in effect")
    }
}

extension DebtorsConfiguration {
    var scannerRules: ScannerRules {
        ScannerRules(
            deletesParentShardRecords: common.shard.deletesParentRecords,
            reservationLifetime: Duration.days(api.reservationLifetimeDays).inMicroseconds,
            maxConfigDelay: Duration.hours(scanner.maxConfigDelayHours).inMicroseconds,
            maxHeartbeatDelay: Duration.days(scanner.maxHeartbeatDelayDays).inMicroseconds)
    }
}

extension ScanPlan {
    /// How fast the debtors are walked over (DA 12).
    static let debtors = ScanPlan("DEBTORS", .days, 7)
}
