import Foundation
import HTTPTypes
import Hummingbird

/// Applies the edge to requests: rules, tokens, CORS.
struct EdgeGate: Sendable {
    private enum Mode: Sendable {
        case tokens(TokenCheck)
        case trustedHeaders(enablesCORS: Bool)
    }

    private let mode: Mode
    private let rules: EdgeRules

    init(_ edge: Edge, rules: EdgeRules, enablesCORS: Bool) {
        self.rules = rules
        mode =
            switch edge {
            case .tokens(let introspector): .tokens(TokenCheck(introspector: introspector, now: { Int64(time(nil)) }))
            case .trustedHeaders: .trustedHeaders(enablesCORS: enablesCORS)
            }
    }

    /// The answer to a CORS preflight request, which reaches no route (CA-API 3.8).
    func preflight(_ request: Request) -> APIResponse? {
        guard case .tokens = mode else { return nil }
        return CORS.edgePreflight(request.method, request.headers)
    }

    /// - Throws: ``EdgeError``.
    func admit(_ request: Request, _ target: RequestTarget) async throws(EdgeError) -> EdgeIdentity {
        switch mode {
        case .trustedHeaders:
            return Identity.trusted(request.headers).map(EdgeIdentity.known)
                ?? .superuser(requiresPIN: Identity.requiresPIN(request.headers))
        case .tokens(let check):
            guard let path = target.decodedPath else { throw .noRule }
            switch rules.requirement(request.method, path) {
            case .noRule: throw .noRule
            case .none: return .anonymous
            case .scope(let scope):
                return .known(try await check.identity(authorization: request.headers[.authorization], requiredScope: scope))
            }
        }
    }

    /// CORS headers of an answer.
    func addHeaders(_ request: Request, to response: inout APIResponse) {
        switch mode {
        case .tokens:
            guard preflight(request) == nil else { return }
            CORS.addEdgeHeaders(request.method, request.headers, to: &response.headers)
        case .trustedHeaders(let enablesCORS):
            if enablesCORS { CORS.addApplicationHeaders(request.method, request.headers, to: &response.headers) }
        }
    }
}
