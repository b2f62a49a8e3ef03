import NodeKit
import SMPProtocol

/// The Simple Issuing Web API (DA-API). One file per resource adds the routes; what all of them need is here.
struct DebtorsAPI: Sendable {
    let store: DebtorsStore
    let settings: APISettings
    let responsibility: Responsibility<DebtorID>
    let now: @Sendable () -> Timestamp

    /// All routes but those of health and documentation.
    var routes: [Route] {
        reservationRoutes + debtorsListRoutes + debtorRoutes + configRoutes + transferRoutes + documentRoutes
            + publicInfoRoutes
    }

    /// A JSON document.
    func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.finish()
    }
}

extension APIRequest {
    /// The debtor in the path.
    var debtorID: DebtorID { id("debtorId") }
}
