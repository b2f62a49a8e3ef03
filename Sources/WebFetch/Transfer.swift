import CCurl
import Glibc

/// A request on its way to the loop's thread, or from a redirect to its target.
struct Submission: Sendable {
    let id: UInt64
    let request: WebRequest
    /// Where the next transfer goes: the request's URL, or a redirect's target.
    private(set) var target: WebTarget
    /// What of the request's headers is for the target.
    private(set) var headers: WebHeaders
    let limits: WebLimits
    let continuation: CheckedContinuation<WebResponse, any Error>
    /// What earlier transfers have used of the limits.
    private(set) var used: Duration = .zero
    private(set) var headerBytes = 0
    private(set) var redirects = 0

    init(
        id: UInt64, request: WebRequest, target: WebTarget, limits: WebLimits, continuation: CheckedContinuation<WebResponse, any Error>
    ) {
        self.id = id
        self.request = request
        self.target = target
        headers = request.headers
        self.limits = limits
        self.continuation = continuation
    }

    var followsRedirects: Bool { limits.redirects > 0 && request.method.followsRedirects }

    /// What a redirect makes of the request. Its target is checked like the request's own URL; what began with https stays there, and what
    /// proves who we are is for nobody else.
    ///
    /// - Parameters:
    ///   - used: time that the transfer has taken.
    ///   - headerBytes: of all responses so far.
    func redirected(to location: String, used: Duration, headerBytes: Int) throws(WebError) -> Submission {
        guard redirects < limits.redirects else { throw .tooManyRedirects(limit: limits.redirects) }
        var next = self
        next.target = try WebTarget(location, relativeTo: target, schemes: target.isHTTPS ? .httpsOnly : request.schemes)
        if next.target.origin != target.origin {
            for name in ["Authorization", "Cookie", "Proxy-Authorization"] { next.headers.removeAll(name) }
        }
        next.redirects += 1
        next.used += used
        next.headerBytes = headerBytes
        return next
    }
}

/// A request that runs: libcurl's easy handle and what has arrived so far. Used on the loop's thread only.
final class Transfer {
    /// How the transfer ended.
    enum Outcome {
        case response(WebResponse)
        case redirect(Submission)
        case failure(WebError)
    }

    /// How much of a redirect's own body is read, so that its connection can be used again.
    private static let skippedBodyBytes = 16 << 10

    let submission: Submission
    let handle: UnsafeMutableRawPointer
    private let startedAt: ContinuousClock.Instant
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var headers = WebHeaders()
    private var body: [UInt8] = []
    private var headerBytes: Int
    private var skippedBytes = 0
    /// The first limit that a callback found broken: libcurl itself only says that the callback refused.
    private var brokenLimit: WebError?
    private let addresses: AddressPolicy
    private var wasAddressRefused = false
    /// libcurl writes here until the handle is gone.
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// Nil when libcurl has no memory.
    init?(_ submission: Submission, configuration: WebClientConfiguration, now: ContinuousClock.Instant) {
        guard let handle = curl_easy_init() else { return nil }
        self.submission = submission
        self.handle = handle
        startedAt = now
        headerBytes = submission.headerBytes
        addresses = configuration.addresses
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setLimits()
        setConnection(configuration)
        setRequest()
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(fields)
        errorText.deallocate()
    }

    // MARK: Options

    private func setLimits() {
        let limits = submission.limits
        let milliseconds = max(1, Int((.seconds(limits.totalSeconds) - submission.used) / .milliseconds(1)))
        set(CURLOPT_TIMEOUT_MS, milliseconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, max(1, min(milliseconds, Int(limits.connectSeconds * 1000))))
        // Each redirect is a transfer of its own, with all checks.
        set(CURLOPT_FOLLOWLOCATION, 0)
    }

    private func setConnection(_ configuration: WebClientConfiguration) {
        set(CURLOPT_NOSIGNAL, 1)
        // Else a transfer that ends during name resolution blocks the thread, and all other transfers, until the resolver answers.
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_DNS_CACHE_TIMEOUT, configuration.nameCacheSeconds)
        set(CURLOPT_MAXAGE_CONN, configuration.idleConnectionSeconds)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_USERAGENT, configuration.userAgent)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_SSL_VERIFYPEER, configuration.verifiesCertificates ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, configuration.verifiesCertificates ? 2 : 0)
        if let path = configuration.caBundlePath {
            set(CURLOPT_CAINFO, path)
            check(swpt_set_text(handle, CURLOPT_CAPATH, nil))
        }
    }

    private func setRequest() {
        let request = submission.request
        set(CURLOPT_URL, submission.target.url)
        switch request.method {
        case .get: set(CURLOPT_HTTPGET, 1)
        case .head: set(CURLOPT_NOBODY, 1)
        case .post, .put, .patch, .delete: setBody(request.body)
        }
        if request.method != .get && request.method != .head {
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        var lines = submission.headers.fields.compactMap(\.line)
        // libcurl would wait for "100 Continue" with bigger bodies, and would name a form's media type where the request names none.
        lines.append("Expect:")
        if submission.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        for line in lines { fields = curl_slist_append(fields, line) }
        check(swpt_set_list(handle, CURLOPT_HTTPHEADER, fields))
    }

    private func setBody(_ body: [UInt8]) {
        check(swpt_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        var bytes = body
        // Copied by libcurl. An empty array may have no address, and without one libcurl would ask for the body in another way.
        if bytes.isEmpty { bytes = [0] }
        bytes.withUnsafeMutableBytes { check(swpt_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)) }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        check(swpt_set_receiver(handle, CURLOPT_WRITEFUNCTION) { Transfer.of($3).receiveBody($0, count: $1 * $2) })
        check(swpt_set_pointer(handle, CURLOPT_WRITEDATA, context))
        check(swpt_set_receiver(handle, CURLOPT_HEADERFUNCTION) { Transfer.of($3).receiveHeader($0, count: $1 * $2) })
        check(swpt_set_pointer(handle, CURLOPT_HEADERDATA, context))
        check(swpt_set_pointer(handle, CURLOPT_PRIVATE, context))
        check(swpt_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
        check(swpt_set_open_socket(handle) { context, _, address in Transfer.of(context).openSocket(address) })
        check(swpt_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context))
    }

    private func set(_ option: CURLoption, _ value: Int) {
        check(swpt_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) {
        check(swpt_set_text(handle, option, value))
    }

    private func check(_ code: CURLcode) {
        precondition(code == CURLE_OK, "libcurl refuses an option: \(String(cString: curl_easy_strerror(code)))")
    }

    // MARK: Callbacks

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    /// Anything but `count` as the result ends the transfer.
    private func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        if redirectLocation != nil {
            skippedBytes += count
            return skippedBytes <= Self.skippedBodyBytes || count == 0 ? count : 0
        }
        guard body.count + count <= submission.limits.bodyBytes else {
            brokenLimit = .bodyTooLarge(limit: submission.limits.bodyBytes)
            return count == 0 ? 1 : 0
        }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    /// One whole line at a time, with its line end; the lines of every response, also of redirects.
    private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        headerBytes += count
        guard headerBytes <= submission.limits.headerBytes else {
            brokenLimit = .headersTooLarge(limit: submission.limits.headerBytes)
            return count == 0 ? 1 : 0
        }
        var line = UnsafeRawBufferPointer(start: bytes, count: count)[...]
        while let last = line.last, last == 0x0a || last == 0x0d { line.removeLast() }
        if line.starts(with: "HTTP/".utf8) {
            headers = WebHeaders()
        } else if let field = WebHeaders.Field(line: line) {
            headers.append(name: field.name, value: field.value)
        }
        return count
    }

    private func openSocket(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let address else { return CURL_SOCKET_BAD }
        let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr)!
        let peer = UnsafeRawPointer(address).advanced(by: offset).assumingMemoryBound(to: sockaddr.self)
        guard addresses.allows(PeerAddress(peer, length: Int(address.pointee.addrlen)), for: submission.target) else {
            wasAddressRefused = true
            return CURL_SOCKET_BAD
        }
        return socket(address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), address.pointee.protocol)
    }

    // MARK: The end

    /// The outcome, once libcurl has said that the transfer is over.
    func outcome(_ code: CURLcode, now: ContinuousClock.Instant) -> Outcome {
        if let brokenLimit { return .failure(brokenLimit) }
        let isBodySkipped = code == CURLE_WRITE_ERROR && skippedBytes > Self.skippedBodyBytes
        guard code == CURLE_OK || isBodySkipped else { return .failure(error(code)) }
        guard let location = redirectLocation else {
            return .response(WebResponse(status: status, headers: headers, body: body, effectiveURL: submission.target.url))
        }
        do throws(WebError) {
            return .redirect(try submission.redirected(to: location, used: now - startedAt, headerBytes: headerBytes))
        } catch {
            return .failure(error)
        }
    }

    private var status: Int {
        var status = 0
        swpt_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    /// Where the response leads, when it is a redirect that is followed.
    private var redirectLocation: String? {
        submission.followsRedirects && [301, 302, 303, 307, 308].contains(status) ? headers["Location"] : nil
    }

    private func error(_ code: CURLcode) -> WebError {
        let host = submission.target.host
        let reason = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_URL_MALFORMAT: return .invalidURL
        // What libcurl calls an answer without a status line: the URL's own scheme has been checked.
        case CURLE_UNSUPPORTED_PROTOCOL: return .transferFailed(host: host, reason: "the answer is not HTTP/1")
        case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved(host: host)
        case CURLE_COULDNT_CONNECT:
            return wasAddressRefused ? .addressRefused(host: host) : .connectionFailed(host: host, reason: reason)
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(host: host)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tlsFailed(host: host, reason: detail ?? reason)
        default: return .transferFailed(host: host, reason: reason)
        }
    }

    /// libcurl's own words; of TLS failures they name the fault of the certificate, and nothing of the request.
    private var detail: String? {
        let text = String(cString: errorText)
        return text.isEmpty ? nil : text
    }
}
