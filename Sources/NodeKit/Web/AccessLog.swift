import HTTPTypes
import Hummingbird
import Logging

/// One record per request, at level DEBUG (OPS 4.5).
enum AccessLog {
    /// Client, method, path with query, status, bytes, microseconds, referrer, user agent.
    static func write(_ request: Request, _ response: APIResponse, _ context: WebContext, _ duration: Duration, _ logger: Logger) {
        let line = "\(request.method.rawValue) \(request.uri.string) HTTP/1.1"
        let microseconds = duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        logger.debug(
            """
            \(context.clientAddress) - - "\(line)" \(response.status.code) \(response.body.count) \(microseconds) \
            "\(request.headers[.referer] ?? "-")" "\(request.headers[.userAgent] ?? "-")"
            """)
    }
}
