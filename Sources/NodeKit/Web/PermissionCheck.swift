import HTTPTypes
import SMPProtocol

/// What is checked before a handler runs (CA-API 3.7, DA-API 2.3).
struct PermissionCheck {
    let settings: WebAPI.Settings
    let method: HTTPRequest.Method
    let parameters: [String: String]

    private var isReading: Bool { method == .get || method == .head || method == .options }

    /// - Throws: 403 or 404.
    func caller(_ permission: Permission, _ identity: EdgeIdentity) throws(APIError) -> UserKind {
        if permission == .open { return .anonymous }
        let caller = try kind(of: identity)
        switch permission {
        case .open, .anyUser: break
        case .admin:
            if case .user = caller { throw .forbidden }
        case .owner(let parameter):
            try checkOwner(parameter, caller)
        }
        return caller
    }

    private func kind(of identity: EdgeIdentity) throws(APIError) -> UserKind {
        switch identity {
        case .superuser: return .superuser
        case .known(let identity):
            guard let kind = settings.subjects.kind(of: identity.subject) else { throw .forbidden }
            return kind
        case .anonymous:
            // Without a token only OPTIONS gets here, which does nothing. A path that looks public to the rules and is not, is unknown.
            guard method == .options else { throw .notFound }
            return .superuser
        }
    }

    private func checkOwner(_ parameter: String, _ caller: UserKind) throws(APIError) {
        guard let text = parameters[parameter], let id = CreditorID(pathSegment: text)?.rawValue else {
            preconditionFailure("the route has no ID parameter \(parameter)")
        }
        guard settings.isServed(id) else { throw .notFound }
        switch caller {
        case .superuser: break
        case .supervisor: if !isReading { throw .forbidden }
        case .user(let own): if own != id { throw .forbidden }
        case .anonymous: throw .forbidden
        }
    }
}
