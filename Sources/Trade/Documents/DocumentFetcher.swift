import WebFetch

/// Fetches debtor-info documents from strangers (TW 10.6, 30.8): https only, one redirect, to https as well, no more than the longest
/// document is read, and only so long as is configured from the moment when there is a place for the connection. Which addresses may be
/// connected to is the client's policy.
struct DocumentFetcher: Sendable {
    let client: WebClient
    /// Longest document, in bytes.
    let maxBytes: Int
    /// For a whole request.
    let timeoutSeconds: Double

    private static let scheme = "https://"
    private static let redirects = 1

    /// - Throws: when the task is cancelled or the client closed: that says nothing about the document.
    func fetch(_ url: String) async throws -> FetchOutcome {
        // Case counts, as in the public implementation.
        guard url.utf8.starts(with: Self.scheme.utf8) else { return .permanentFailure }
        let limits = WebLimits(bodyBytes: maxBytes, redirects: Self.redirects, totalSeconds: timeoutSeconds, connectSeconds: timeoutSeconds)
        do {
            let response = try await client.send(WebRequest(url: url, limits: limits, schemes: .httpsOnly))
            return FetchOutcome(response, maxBytes: maxBytes)
        } catch let error as WebError where error != .clientClosed {
            return FetchOutcome(error)
        }
    }
}
