import NodeKit
import SMPProtocol

/// The Payments Web API and the admin API (CA-API 10–13).
struct CreditorsAPI: Sendable {
    let store: CreditorsStore
    let responsibility: Responsibility<CreditorID>
    let settings: APISettings
    let retention: RetentionSettings
    let digest: PinDigest

    init(store: CreditorsStore, _ configuration: CreditorsConfiguration) {
        self.store = store
        responsibility = configuration.responsibility
        settings = configuration.api
        retention = configuration.retention
        digest = PinDigest(secret: configuration.api.pinSecret.revealed)
    }

    var routes: [Route] { administration.routes + creditorRoutes + accountRoutes + accountPartRoutes + transferRoutes }

    /// CA-API 10.
    private var administration: HolderAdministration<CreditorsStore> {
        let retention = retention.inactiveCreditorDays.days
        return HolderAdministration(
            of: "creditor", in: store, responsibility: responsibility, pageSize: settings.creditorsPerPage,
            reservation: { $0.reservation($1, retentionMicroseconds: retention) }, holder: { $0.creditor($1) })
    }

    var rules: AccessRules {
        AccessRules(quotas: settings.quotas, pinResetIntervalMicroseconds: settings.pinFailuresResetDays.days, digest: digest)
    }

    /// Routes of creditors, accounts and transfers belong to the creditor in the path (CA-API 3.7).
    static let owner = Permission.owner("creditorId")
}

extension APIRequest {
    var creditorID: CreditorID { id("creditorId") }
    var accountKey: AccountKey { AccountKey(creditor: creditorID, debtor: id("debtorId")) }

    /// The PIN that came with the request.
    func submitted(_ digits: String?) -> SubmittedPin { SubmittedPin(isRequired: requiresPIN, digits: digits) }
}

extension ObjectReader {
    /// CA-API 1.5: four to ten digits.
    mutating func optionalPIN(_ name: String) -> String? {
        optionalText(name) { (4...10).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }

    /// `latestUpdateId` of a request.
    mutating func updateID() -> UpdateID { UpdateID(latestUpdateID()) }
}
