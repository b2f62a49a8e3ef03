import Synchronization

/// An HTTP client that does any number of requests in parallel on one thread of its own, over libcurl's multi interface.
///
/// HTTP/1.1 with connections that are kept and used again. No cookies, no proxies, no compression, no credentials: what is sent is what the
/// request says. The environment (`http_proxy` and such) has no influence.
///
/// The thread ends when the last reference to the client is gone, or with `close`.
public final class WebClient: Sendable {
    private let loop: TransferLoop
    private let configuration: WebClientConfiguration
    private let lastID = Atomic<UInt64>(0)

    /// A client with a thread of its own.
    public init(configuration: WebClientConfiguration = WebClientConfiguration()) {
        self.configuration = configuration
        loop = TransferLoop(configuration: configuration)
        loop.start()
    }

    deinit {
        loop.close()
    }

    /// How many transfers to the same host run at once.
    var connectionsPerHost: Int { configuration.connectionsPerHost }

    /// Ends running requests with `WebError.clientClosed`; later ones, too.
    public func close() {
        loop.close()
    }

    /// Does one request. Cancelling the task cancels the transfer.
    ///
    /// - Throws: `WebError`, or `CancellationError` when the task was cancelled.
    public func send(_ request: WebRequest) async throws -> WebResponse {
        let target = try WebTarget(request.url, schemes: request.schemes)
        for field in request.headers.fields where field.line == nil {
            throw WebError.invalidHeader(name: field.name)
        }
        precondition(request.body.isEmpty || !request.method.followsRedirects, "GET and HEAD have no body")
        let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
        let limits = request.limits ?? configuration.limits
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                loop.submit(Submission(id: id, request: request, target: target, limits: limits, continuation: continuation))
                // The handler below may have run before there was anything to cancel.
                if Task.isCancelled { loop.cancel(id) }
            }
        } onCancel: {
            loop.cancel(id)
        }
    }
}
