import HTTPTypes

/// Finds the route of a request (CA-API 2.5, DA-API 3.1). Pure.
struct RouteTable: Sendable {
    enum Match: Sendable {
        /// `allowed` are the methods of the path, for OPTIONS. With OPTIONS `route` is any route of the path.
        case route(Route, parameters: [String: String], allowed: [String])
        /// 308 to this path, without the query.
        case redirect(String)
        /// With the methods of the path.
        case methodNotAllowed(allowed: [String])
        case notFound
    }

    private struct Resource {
        let pattern: PathPattern
        private(set) var routes: [Route] = []
        private(set) var allowed = ["OPTIONS"]

        mutating func add(_ route: Route) {
            routes.append(route)
            allowed.append(route.method.rawValue)
            if route.method == .get { allowed.append("HEAD") }
            allowed.sort()
        }

        func route(for method: HTTPRequest.Method) -> Route? {
            switch method {
            case .options: routes.first
            case .head: routes.first { $0.method == .get }
            default: routes.first { $0.method == method }
            }
        }
    }

    /// By the number of segments.
    private var resources: [Int: [Resource]] = [:]

    init(_ routes: [Route]) {
        for route in routes {
            let count = route.pattern.segments.count
            var sameCount = resources[count] ?? []
            if let index = sameCount.firstIndex(where: { $0.pattern == route.pattern }) {
                precondition(sameCount[index].route(for: route.method) == nil, "two routes for \(route.method) of one path")
                sameCount[index].add(route)
            } else {
                var resource = Resource(pattern: route.pattern)
                resource.add(route)
                sameCount.append(resource)
            }
            resources[count] = sameCount.sorted { $0.pattern.parameterCount < $1.pattern.parameterCount }
        }
    }

    func match(_ method: HTTPRequest.Method, _ target: RequestTarget) -> Match {
        guard let segments = target.segments else { return .notFound }
        let exact = find(segments)
        if let (resource, parameters) = exact, let route = resource.route(for: method) {
            return .route(route, parameters: parameters, allowed: resource.allowed)
        }
        if let (resource, _) = find(segments + [""]), resource.route(for: method) != nil {
            return .redirect(target.rawPath + "/")
        }
        if let merged = target.merged {
            switch match(method, merged) {
            case .route: return .redirect(merged.rawPath)
            case let other: return other
            }
        }
        guard let (resource, _) = exact else { return .notFound }
        return .methodNotAllowed(allowed: resource.allowed)
    }

    private func find(_ segments: [String]) -> (Resource, [String: String])? {
        for resource in resources[segments.count] ?? [] {
            if let parameters = resource.pattern.match(segments) { return (resource, parameters) }
        }
        return nil
    }
}
