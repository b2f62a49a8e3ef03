/// The web server (OPS 2.1, 4).
public struct WebConfiguration: Sendable, Equatable {
    /// The address to listen at; `::` means all addresses, IPv4 and IPv6.
    public var host: String
    /// The public port.
    public var port: Int
    /// How many requests may work on the database at once: processes × threads. Everything else of a request runs without this limit.
    public var parallelism: Int { processes * threads }
    /// 0 leaves the web server out of the command `all`.
    public var processes: Int
    /// See ``parallelism``.
    public var threads: Int
    /// Whether the application answers CORS itself; only for use without the authorizing edge.
    public var enablesCORS: Bool
    /// The longest request body, in bytes.
    public var maxContentLength: Int
    /// How long a request may take before it is given up.
    public var requestTimeoutSeconds: Int
    /// How long an idle connection stays open.
    public var keepAliveSeconds: Int

    /// The defaults of the variables.
    public init(
        host: String = "::", port: Int = 8080, processes: Int = 1, threads: Int = 3, enablesCORS: Bool = false,
        maxContentLength: Int = 20480,
        requestTimeoutSeconds: Int = 30, keepAliveSeconds: Int = 120
    ) {
        self.host = host
        self.port = port
        self.processes = processes
        self.threads = threads
        self.enablesCORS = enablesCORS
        self.maxContentLength = maxContentLength
        self.requestTimeoutSeconds = requestTimeoutSeconds
        self.keepAliveSeconds = keepAliveSeconds
    }

    init(reader: inout ConfigurationReader) {
        host = reader.read(
            "WEBSERVER_HOST", .address, default: "::",
            "The address to listen at. `::` means all addresses, IPv4 and IPv6; `0.0.0.0` all of IPv4")
        port = reader.read("WEBSERVER_PORT", .integer(in: 1...65535), default: 8080, "The TCP port of the public API")
        processes = reader.read(
            "WEBSERVER_PROCESSES", .processes, default: 1,
            "Times `WEBSERVER_THREADS`: how many requests may work on the database at once. 0 leaves the web server out of `all`")
        threads = reader.read("WEBSERVER_THREADS", .integer(in: 1...1000), default: 3, "See `WEBSERVER_PROCESSES`")
        enablesCORS = reader.read(
            "APP_ENABLE_CORS", .flag, default: false,
            "The application answers CORS itself. Only for development without token checks; with token checks CORS is always answered")
        maxContentLength = reader.read(
            "MAX_CONTENT_LENGTH", .integer(in: 0...100_000_000), default: 20480, "The longest request body, in bytes")
        requestTimeoutSeconds = reader.read(
            "GUNICORN_TIMEOUT", .integer(in: 1...3600), default: 30, "Seconds until a request is given up")
        keepAliveSeconds = reader.read(
            "GUNICORN_KEEPALIVE", .integer(in: 1...3600), default: 120, "Seconds that an idle connection stays open")
        reader.ignore("MAX_FORM_MEMORY_SIZE", "MAX_FORM_PARTS", meaning: "There are no forms.")
        reader.ignore("RESOURCE_SERVER", meaning: "Token checks and API are one process.")
        reader.ignore("GUNICORN_LOGLEVEL", meaning: "See `APP_LOG_LEVEL`.")
    }
}
