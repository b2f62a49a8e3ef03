import HTTPTypes

/// One operation of the API.
///
/// Paths name their parameters with a type (SMP 15.2, CA-API 2.5): `<i64:debtorId>` is an unsigned decimal 64-bit number without leading
/// zeros, `<uuid:transferUuid>` a hyphenated UUID of any case, `<any:transferId>` a segment that is not empty. A path that does not fit is
/// unknown: 404. Whether a path ends with a slash matters. GET also answers HEAD; OPTIONS is answered for every path.
///
/// ```swift
/// Route.get("/debtors/<i64:debtorId>/config", .owner("debtorId")) { request in
///     let id: DebtorID = request.id("debtorId")
///     return .json(try await getConfig(id))
/// }
/// ```
public struct Route: Sendable {
    /// Answers a request; throws an ``APIRefusal``, or anything else, which is answered with 500.
    public typealias Handler = @Sendable (APIRequest) async throws -> APIResponse

    /// How the body is read, after all permissions were checked.
    public enum Body: Sendable, Equatable {
        /// Never looked at.
        case ignored
        /// Read when the media type says JSON; see ``APIRequest/decode(_:)``.
        case json
        /// Read whatever it is, up to this many bytes (the general limit holds as well).
        case raw(maxBytes: Int)
    }

    let method: HTTPRequest.Method
    let pattern: PathPattern
    let permission: Permission
    let body: Body
    /// Light handlers do not wait for their turn on the database: health, documentation.
    let isLight: Bool
    let handler: Handler

    /// An operation with everything said.
    ///
    /// - Parameter isLight: whether it needs no turn on the database.
    public init(
        _ method: HTTPRequest.Method, _ path: String, _ permission: Permission, body: Body, isLight: Bool = false,
        handler: @escaping Handler
    ) {
        precondition([.get, .post, .put, .patch, .delete].contains(method), "a route for \(method)")
        self.method = method
        self.pattern = PathPattern(path)
        self.permission = permission
        self.body = body
        self.isLight = isLight
        self.handler = handler
    }

    /// GET, and HEAD.
    public static func get(_ path: String, _ permission: Permission, isLight: Bool = false, handler: @escaping Handler) -> Route {
        Route(.get, path, permission, body: .ignored, isLight: isLight, handler: handler)
    }

    /// POST.
    public static func post(_ path: String, _ permission: Permission, body: Body = .json, handler: @escaping Handler) -> Route {
        Route(.post, path, permission, body: body, handler: handler)
    }

    /// PATCH.
    public static func patch(_ path: String, _ permission: Permission, handler: @escaping Handler) -> Route {
        Route(.patch, path, permission, body: .json, handler: handler)
    }

    /// DELETE.
    public static func delete(_ path: String, _ permission: Permission, handler: @escaping Handler) -> Route {
        Route(.delete, path, permission, body: .ignored, handler: handler)
    }
}
