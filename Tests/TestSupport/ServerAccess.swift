/// Keeps tests that stop or restart a server apart from those that use it, and these from opening more connections together than the
/// server has. All tests of a run share one process, so this is enough.
public actor ServerAccess {
    /// Access to PostgreSQL.
    public static let postgres = ServerAccess(maximumUsers: 6)

    private let maximumUsers: Int
    private var users = 0
    private var isExclusive = false
    private var wantExclusive = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A server that so many tests may use at once.
    public init(maximumUsers: Int) { self.maximumUsers = maximumUsers }

    /// Whether the task has access already: a test with two databases must not wait for itself.
    @TaskLocal private static var hasAccess = false

    /// Runs a body that needs the server to be up. Inside of a body that has access it is run at once.
    public nonisolated func shared<R: Sendable>(_ body: () async throws -> R) async rethrows -> R {
        if Self.hasAccess { return try await body() }
        await enterShared()
        do {
            let result = try await Self.$hasAccess.withValue(true) { try await body() }
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    /// Runs a body that takes the server away from everybody else.
    public nonisolated func exclusive<R: Sendable>(_ body: () async throws -> R) async rethrows -> R {
        await enterExclusively()
        do {
            let result = try await body()
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    private func enterShared() async {
        while isExclusive || wantExclusive > 0 || users >= maximumUsers { await change() }
        users += 1
    }

    private func enterExclusively() async {
        wantExclusive += 1
        while users > 0 { await change() }
        wantExclusive -= 1
        users = 1
        isExclusive = true
    }

    private func change() async { await withCheckedContinuation { waiting.append($0) } }

    private func leave() {
        users -= 1
        isExclusive = false
        let resumed = waiting
        waiting = []
        for continuation in resumed { continuation.resume() }
    }
}
