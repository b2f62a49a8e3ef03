import HTTPTypes
import Logging
import SMPProtocol

/// A request whose route is known, whose permissions were checked, and whose body is there.
public struct APIRequest: Sendable {
    /// The method as it was sent; HEAD reaches the handlers of GET.
    public let method: HTTPRequest.Method
    /// The header fields as they were sent.
    public let headers: HTTPFields
    /// Who makes the request, after the checks of the route's permission.
    public let caller: UserKind
    /// Whether operations that change something need the PIN of the caller (CA-API 3.5).
    public let requiresPIN: Bool
    /// What absolute URLs of this server begin with.
    public let base: ExternalBase
    /// The body; empty unless the route reads it.
    public let body: [UInt8]
    /// For what is worth telling about the request.
    public let logger: Logger
    let target: RequestTarget
    let parameters: [String: String]
    let isServed: @Sendable (Int64) -> Bool

    /// The path as it was sent.
    public var path: String { target.rawPath }

    /// The path, a question mark, and the query as it was sent: the `uri` of pages (CA-API 6.5). The question mark is there also without a
    /// query.
    public var pageURI: String { "\(target.rawPath)?\(target.rawQuery ?? "")" }

    /// The ID in a path parameter of type `i64`. Asking for a parameter that the route does not have is a programmer's error.
    public func id<ID: WireIdentifier>(_ name: String, as type: ID.Type = ID.self) -> ID {
        guard let id = ID(pathSegment: parameter(name)) else { preconditionFailure("the parameter \(name) is not an ID") }
        return id
    }

    /// The text of a path parameter, percent-decoded.
    public func parameter(_ name: String) -> String {
        guard let text = parameters[name] else { preconditionFailure("the route has no parameter \(name)") }
        return text
    }

    /// 403 for everybody else (DA-API 2.2).
    public func requireSuperuser() throws(APIError) {
        guard caller == .superuser else { throw .forbidden }
    }

    /// 404 for an ID that is outside the range or the shard of this server (CA-API 1.2, DA 2.4).
    public func requireServed<ID: WireIdentifier>(_ id: ID) throws(APIError) {
        guard isServed(id.rawValue) else { throw .notFound }
    }
}
