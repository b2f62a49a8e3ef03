import WebFetch

extension WebClientConfiguration {
    /// For the servers of the tests, which are on this machine.
    static var local: WebClientConfiguration { WebClientConfiguration(addresses: .any) }
}

/// Until a condition holds; a test that waits in vain ends with its time limit.
func until(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(2)) }
}
