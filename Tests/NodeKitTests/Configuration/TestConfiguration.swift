import NodeKit
import SMPProtocol

extension NodeProfile {
    /// A node like the Debtors Agent.
    static let mint = NodeProfile(
        service: "swpt_mint", executable: "swpt-mint", pathPrefix: "mint", apiTitle: "Mint API",
        redocURL: "https://example.com/redoc.js", superuserName: "mint-superuser", supervisorName: "mint-supervisor",
        userSubjectVariable: "APP_MINT_SUBJECT_REGEX", userSubjectPattern: "^mint:([0-9]+)$", hasRestrictions: true)
}

struct MintConfiguration: NodeConfiguration {
    let common: CommonConfiguration
    let database: DatabaseSettings
    let minDebtorID: Needed<DebtorID>
    let secret: Secret<String>
    let retentionDays: Double
    let pageSize: Int
    let phase: Duration

    init(reader: inout ConfigurationReader) {
        common = CommonConfiguration(reader: &reader, profile: .mint)
        database = DatabaseSettings(reader: &reader, profile: .mint)
        reader.section("Mint")
        minDebtorID = reader.readNeeded("MIN_DEBTOR_ID", .id, "Lowest managed ID")
        secret = reader.read("MINT_SECRET", .secretText, default: Secret(""), "A secret")
        retentionDays = reader.read("APP_RETENTION_DAYS", .days(in: 0...1e6), default: 45, "Days that entries are kept")
        pageSize = reader.read("APP_PER_PAGE", .integer(in: 1...Int.max), default: 2000, "Entries per page | at most")
        phase = reader.read("PHASE", .period(in: .zero ... .days(7)), default: .seconds(600), "The length of a phase")
        reader.check(retentionDays >= 30, "APP_RETENTION_DAYS", expected: "a retention of at least 30 days")
        reader.check(phase >= .seconds(60), "PHASE", expected: "a phase of at least a minute", neededBy: "phases")
    }

    static func loaded(_ values: [String: String], needs: [String] = []) throws -> MintConfiguration {
        try load(from: ProcessEnvironment(values), needs: needs)
    }

    /// The lines that the operator sees.
    static func complaints(_ values: [String: String], needs: [String] = []) -> [String] {
        do throws(ConfigurationError) {
            _ = try load(from: ProcessEnvironment(values), needs: needs)
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }
}
