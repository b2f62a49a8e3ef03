import NodeKit
import SMPProtocol

/// The Simple Issuing Web API (DA-API). One file per resource adds the routes; what all of them need is here.
struct DebtorsAPI: Sendable {
    let store: DebtorsStore
    let settings: APISettings
    let responsibility: Responsibility<DebtorID>

    /// All routes but those of health and documentation.
    var routes: [Route] {
        administration.routes + debtorRoutes + configRoutes + transferRoutes + documentRoutes + publicInfoRoutes
    }

    /// DA-API 6.1 – 6.6.
    private var administration: HolderAdministration<DebtorsStore> {
        let lifetimeDays = settings.reservationLifetimeDays
        return HolderAdministration(
            of: "debtor", in: store, responsibility: responsibility, pageSize: settings.debtorsPerPage,
            reservation: { $0.reservation($1, lifetimeDays: lifetimeDays) }, holder: { $0.debtor($1) })
    }
}

extension APIRequest {
    /// The debtor in the path.
    var debtorID: DebtorID { id("debtorId") }
}
