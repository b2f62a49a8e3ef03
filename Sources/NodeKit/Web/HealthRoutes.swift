/// Health and readiness.
enum HealthRoutes {
    /// `/P/health/check/public` is the specified constant (OPS 4.2): it touches nothing. `/P/health/ready/public` tells the truth (DA-API
    /// 20.5).
    static func routes(_ profile: NodeProfile, readiness: Readiness) -> [Route] {
        [
            .get("/\(profile.pathPrefix)/health/check/public", .open, isLight: true) { _ in .text("I am healthy.") },
            .get("/\(profile.pathPrefix)/health/ready/public", .open, isLight: true) { _ in
                switch await readiness.failing() {
                case nil: .text("I am ready.")
                case let name?: .text("I am not ready: \(name).", status: .serviceUnavailable)
                }
            },
        ]
    }
}
