/// Health and readiness.
enum HealthRoutes {
    /// `/P/health/check/public` is the specified constant (OPS 4.2): it touches nothing. `/P/health/ready/public` tells the truth (DA-API
    /// 20.5).
    static func routes(_ profile: NodeProfile, readiness: Readiness) -> [Route] {
        [
            .get("/\(profile.pathPrefix)/health/check/public", .open, isLight: true) { _ in .text("I am healthy.") },
            .get("/\(profile.pathPrefix)/health/ready/public", .open, isLight: true) { _ in
                let failures = await readiness.failures()
                guard !failures.isEmpty else { return .text("I am ready.") }
                return .text((["I am not ready."] + failures).joined(separator: "\n"), status: .serviceUnavailable)
            },
        ]
    }
}
