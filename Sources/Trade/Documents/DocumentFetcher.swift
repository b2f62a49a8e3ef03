import SMPProtocol
import WebFetch

/// Fetches debtor-info documents from strangers (TW 10.6, 30.8): https only, one redirect, to https as well, no more than the longest
/// document is read, and only so long as is configured from the moment when there is a place for the connection. Which addresses may be
/// connected to is the client's policy.
struct DocumentFetcher: Sendable {
    /// Whom it may ask, and how much that may cost.
    struct Limits: Sendable {
        /// Requests at once.
        var connections = 100
        /// Of them, to one host.
        var connectionsPerHost = 16
        /// For a whole request.
        var timeoutSeconds = 10.0
        /// Longest document.
        var maxBytes = 50_000
        /// The certificates that are trusted, a file in PEM; nil: the system's.
        var certificateFile: String?
        /// False: any certificate is good enough.
        var verifiesCertificates = true
        /// Hosts that are asked although their addresses are not public.
        var privateHosts: [AddressPolicy.Exception] = []
    }

    private let client: WebClient
    private let limits: Limits

    private static let scheme = "https://"
    private static let redirects = 1

    /// Starts a client of its own.
    init(_ limits: Limits) { self.init(limits, addresses: .publicOnly(except: limits.privateHosts)) }

    /// - Parameter addresses: instead of those that `limits` allow.
    init(_ limits: Limits, addresses: AddressPolicy) {
        var configuration = WebClientConfiguration(addresses: addresses)
        configuration.connections = limits.connections
        configuration.connectionsPerHost = limits.connectionsPerHost
        configuration.queueLength = limits.connections
        configuration.caBundlePath = limits.certificateFile
        configuration.verifiesCertificates = limits.verifiesCertificates
        client = WebClient(configuration: configuration)
        self.limits = limits
    }

    /// Asks for a document. Cancelling the task ends the request, and says nothing about the document.
    func fetch(_ url: String) async -> FetchOutcome {
        // Case counts, as in the public implementation.
        guard url.utf8.starts(with: Self.scheme.utf8) else { return .permanentFailure }
        let seconds = limits.timeoutSeconds
        let web = WebLimits(
            bodyBytes: limits.maxBytes, redirects: Self.redirects, totalSeconds: seconds, waitSeconds: seconds, connectSeconds: seconds)
        do {
            return FetchOutcome(try await client.send(WebRequest(url: url, limits: web, schemes: .httpsOnly)), maxBytes: limits.maxBytes)
        } catch let error as WebError {
            return FetchOutcome(error)
        } catch {
            // The task was cancelled: nothing else is thrown.
            return .postponed
        }
    }
}
