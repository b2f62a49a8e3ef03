import HTTPTypes
import Hummingbird
import Logging

/// The public listener of a node: edge, routing, permissions, bodies, errors (CA-API 2, 3 and 4; DA-API 1 to 3). A node adds its routes.
///
/// The order of processing (CA-API 2.8): CORS preflight, rule (404), token (401, 403, 500); routing (404, 405, 308); permission of the
/// route (403, 404); body (413, and 400 and 422 when the handler decodes it); handler.
public struct WebAPI: HTTPResponder {
    /// What is known of connections.
    public typealias Context = WebContext

    let settings: Settings
    let edge: EdgeGate
    let routes: RouteTable
    let limiter: ConcurrencyLimiter
    /// For tests, which look at what is logged.
    var logger: Logger

    struct Settings: Sendable {
        let web: WebConfiguration
        let subjects: SubjectKinds
        let logsRequests: Bool
        let isServed: @Sendable (Int64) -> Bool
    }

    /// - Parameters:
    ///   - routes: the node's own; health and documentation are added.
    ///   - openAPI: the document of `openapi.json`.
    ///   - isServed: whether this server is responsible for a creditor or debtor ID (range and shard).
    ///   - readiness: what must work for the process to be ready (database, broker).
    public init(
        _ configuration: CommonConfiguration, edge: Edge, routes: [Route], openAPI: [UInt8], readiness: Readiness = Readiness(),
        isServed: @escaping @Sendable (Int64) -> Bool
    ) {
        let profile = configuration.profile
        settings = Settings(
            web: configuration.web, subjects: configuration.oauth2.subjects, logsRequests: configuration.log.logsRequests,
            isServed: isServed)
        self.edge = EdgeGate(edge, rules: EdgeRules(profile: profile), enablesCORS: configuration.web.enablesCORS)
        let own =
            HealthRoutes.routes(profile, readiness: readiness)
            + DocumentationRoutes.routes(configuration.documentation, openAPI: openAPI)
        self.routes = RouteTable(own + routes)
        limiter = ConcurrencyLimiter(limit: max(1, configuration.web.parallelism), maxWaiting: 1000)
        logger = Logger(label: "\(profile.service).web")
    }

    /// Answers a request; never throws.
    public func respond(to request: Request, context: WebContext) async -> Response {
        let start = ContinuousClock.now
        let base = ExternalBase(authority: request.head.authority, headers: request.headers)
        var response = await answer(request, base)
        edge.addHeaders(request, to: &response)
        if settings.logsRequests {
            AccessLog.write(request, response, context, ContinuousClock.now - start, logger)
        }
        return response.finished(method: request.method, base: base)
    }

    /// Turns every error into the response that it stands for.
    private func answer(_ request: Request, _ base: ExternalBase) async -> APIResponse {
        do {
            return try await process(request, base)
        } catch let refusal as any APIRefusal {
            return .error(refusal.answer)
        } catch let fault as ClientFault {
            logger.debug("A client went away, or did not speak HTTP: \(fault)", metadata: ["path": "\(request.uri.path)"])
            return .error(APIError(.badRequest))
        } catch let error as EdgeError {
            if let cause = error.cause { logger.error("Token introspection failed", error: cause) }
            return .json(error.body(requestID: request.headers[.requestID]), status: error.status)
        } catch is ConcurrencyLimiter.Overloaded {
            logger.warning("Too many requests are waiting; one was refused")
            return .error(.overloaded)
        } catch is Deadline.Exceeded {
            logger.error("A request took too long", metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            return APIResponse(status: .gatewayTimeout)
        } catch is CancellationError {
            return .error(.overloaded)
        } catch let error where error.blame == .lock {
            logger.warning(
                "A request found its rows locked by somebody else", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            return .error(.overloaded)
        } catch {
            logger.error("A request failed", error: error, metadata: ["method": "\(request.method)", "path": "\(request.uri.path)"])
            return .error(.internalError)
        }
    }

    private func process(_ request: Request, _ base: ExternalBase) async throws -> APIResponse {
        let target = RequestTarget(path: request.uri.path, query: request.uri.query)
        if let preflight = edge.preflight(request) { return preflight }
        let identity = try await edge.admit(request, target)
        switch routes.match(request.method, target) {
        case .notFound: throw APIError.notFound
        case .methodNotAllowed(let allowed): return .methodNotAllowed(allowed)
        case .redirect(let path):
            return .redirect(.permanentRedirect, .path(path + (target.rawQuery.map { "?\($0)" } ?? "")))
        case .route(let route, let parameters, let allowed):
            let caller = try PermissionCheck(settings: settings, method: request.method, parameters: parameters)
                .caller(route.permission, identity)
            if request.method == .options { return .options(allowed) }
            return try await handle(
                route,
                APIRequest(
                    method: request.method, headers: request.headers, caller: caller, requiresPIN: identity.requiresPIN, base: base,
                    body: try await body(of: request, for: route), logger: logger, target: target, parameters: parameters,
                    isServed: settings.isServed))
        }
    }

    private func body(of request: Request, for route: Route) async throws -> [UInt8] {
        let timeout = Duration.seconds(5)
        switch route.body {
        case .ignored: return []
        case .json:
            // Any other media type counts as an empty object (CA-API 2.3).
            guard request.hasJSONBody else { return [] }
            return try await request.readBody(maxBytes: settings.web.maxContentLength, timeout: timeout)
        case .raw(let maxBytes):
            return try await request.readBody(maxBytes: min(maxBytes, settings.web.maxContentLength), timeout: timeout)
        }
    }

    private func handle(_ route: Route, _ request: APIRequest) async throws -> APIResponse {
        if route.isLight { return try await route.handler(request) }
        let owner = route.permission.owner.map { request.parameter($0) }
        return try await Deadline.run(.seconds(settings.web.requestTimeoutSeconds)) {
            try await limiter.run(for: owner) { try await route.handler(request) }
        }
    }
}

extension APIResponse {
    /// The answer to OPTIONS (CA-API 2.5, item 7).
    static func options(_ allowed: [String]) -> APIResponse {
        APIResponse(status: .ok, contentType: htmlType, headers: [.allow: allowed.joined(separator: ", ")])
    }

    /// RFC 9110, 15.5.6: the methods of the path are named.
    static func methodNotAllowed(_ allowed: [String]) -> APIResponse {
        var response = error(.methodNotAllowed)
        response.headers[.allow] = allowed.joined(separator: ", ")
        return response
    }

    /// With absolute `Location`, and without the body of HEAD.
    func finished(method: HTTPRequest.Method, base: ExternalBase) -> Response {
        var fields = headers
        var body = body
        if let contentType { fields[.contentType] = contentType }
        if let location {
            let url = location.absolute(base)
            fields[.location] = url
            if body.isEmpty && status.kind == .redirection { body = Array(RedirectPage.html(url).utf8) }
        }
        if status == .noContent {
            var response = Response(status: status, headers: fields)
            response.headers[.contentLength] = nil
            return response
        }
        fields[.contentLength] = String(body.count)
        if method == .head { body = [] }
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

extension APIResponse.Location {
    func absolute(_ base: ExternalBase) -> String {
        switch self {
        case .path(let path): base.text + path
        case .url(let url): url
        }
    }
}
