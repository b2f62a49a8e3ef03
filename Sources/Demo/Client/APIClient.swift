public import SMPProtocol
public import WebFetch

/// One user's way to a Web API: an address, and the access token that says who calls.
public struct APIClient: Sendable {
    /// Where the API is, without a slash at the end: `http://127.0.0.1:18405`.
    public let address: String
    /// nil: the calls carry none.
    public let token: String?
    private let web: WebClient

    /// One user's way to the API at an address.
    public init(address: String, token: String?, web: WebClient) {
        self.address = address
        self.token = token
        self.web = web
    }

    /// Does one call.
    ///
    /// - Parameters:
    ///   - path: from the first slash on, with the query; or a whole URL.
    ///   - statuses: which answers are expected; with none, any answer is.
    /// - Throws: ``UnexpectedAnswer``, or what the HTTP client throws.
    public func call(
        _ method: WebRequest.Method, _ path: String, _ body: JSONValue? = nil, expecting statuses: Int...
    ) async throws -> APIAnswer {
        let content = body.map { (bytes: $0.encoded(), type: "application/json") }
        return try await send(method, path, content: content, expecting: statuses)
    }

    /// The same with a body that need not be JSON.
    public func send(
        _ method: WebRequest.Method, _ path: String, content: (bytes: [UInt8], type: String)?, expecting statuses: [Int]
    ) async throws -> APIAnswer {
        var headers = WebHeaders()
        if let token { headers.append(name: "Authorization", value: "Bearer \(token)") }
        if let content { headers.append(name: "Content-Type", value: content.type) }
        let url = path.hasPrefix("/") ? address + path : path
        let response = try await web.send(WebRequest(method: method, url: url, headers: headers, body: content?.bytes ?? []))
        let answer = APIAnswer(response)
        guard statuses.isEmpty || statuses.contains(answer.status) else {
            throw UnexpectedAnswer(method: method.rawValue, path: path, answer: answer)
        }
        return answer
    }
}

/// What an API answered.
public struct APIAnswer: Sendable {
    /// The status code of HTTP.
    public let status: Int
    /// The body as it came.
    public let bytes: [UInt8]
    /// The media type of the body, with its parameters.
    public let contentType: String?
    /// The header `Location`: where something is, or has been made.
    public let location: String?
    /// The body as JSON; nil when it is none.
    public let body: JSONValue?

    init(_ response: WebResponse) {
        status = response.status
        bytes = response.body
        contentType = response.headers["Content-Type"]
        location = response.headers["Location"]
        body = response.body.isEmpty ? nil : try? JSONValue(json: response.body, limits: .document(maximumBytes: 16 << 20))
    }

    /// A part of the body; see ``JSONValue/at(_:)``.
    public func at(_ path: String...) -> JSONValue? { body?.at(path) }
}

/// An API gave another answer than it should.
public struct UnexpectedAnswer: Error, CustomStringConvertible {
    /// How it was called: `GET`…
    public let method: String
    /// What was called.
    public let path: String
    /// What came instead.
    public let answer: APIAnswer

    public var description: String {
        let text = String(decoding: answer.bytes.prefix(500), as: UTF8.self)
        return "\(method) \(path) was answered with \(answer.status)\(text.isEmpty ? "" : ": \(text)")"
    }
}
