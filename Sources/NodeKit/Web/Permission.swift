/// Who may use a route, and what is checked before its handler runs (CA-API 3.7, DA-API 2.2 and 2.3).
public enum Permission: Sendable, Equatable {
    /// Everybody: health, documentation, public documents. No user is examined.
    case open
    /// Every known user; an unknown subject gets 403.
    case anyUser
    /// Superuser and supervisor. Whether the ID of the path is served by this shard, and whether only the superuser may do it, is checked
    /// by the handler (``APIRequest/requireSuperuser()``, ``APIRequest/requireServed(_:)``), because there the body comes before.
    case admin
    /// The owner of the ID in the named path parameter, the superuser, and the supervisor for reading. In this order: 403 for an unknown
    /// subject, 404 for an ID that this shard does not serve, 403 for the ID of somebody else, 403 for a supervisor who would change
    /// something.
    case owner(String)

    /// The path parameter with the owner's ID, if there is one.
    var owner: String? { if case .owner(let parameter) = self { parameter } else { nil } }
}
