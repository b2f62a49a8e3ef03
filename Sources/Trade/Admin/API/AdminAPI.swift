import NodeKit
import SMPProtocol

/// Not the route of a message.
typealias Route = NodeKit.Route

/// The admin API (TS 11, TS2-14). One file per resource adds the routes. Superusers, supervisors and the owner have the same rights here;
/// the scopes of their tokens make the difference (TS2 14.2).
struct AdminAPI: Sendable {
    let store: AdminStore
    let collectors: CollectorInterval
    let now: @Sendable () -> Timestamp

    /// All routes but those of health and documentation.
    var routes: [Route] { statisticsRoutes + collectorRoutes + turnRoutes }

    /// Collectors belong to nobody's range: every server serves every debtor.
    static let isServed: @Sendable (Int64) -> Bool = { _ in true }
}

extension APIRequest {
    /// The debtor in the path.
    var debtorID: DebtorID { id("debtorId") }
}
