import HTTPTypes
import SMPProtocol

/// What a handler answers.
public struct APIResponse: Sendable {
    /// Where a response points.
    public enum Location: Sendable, Equatable {
        /// A path of this API, which becomes an absolute URL (CA-API 2.6).
        case path(String)
        /// Somewhere else, sent as it is.
        case url(String)
    }

    /// The status of the response.
    public var status: HTTPResponse.Status
    /// The exact value of `Content-Type`; nil for none.
    public var contentType: String?
    /// The `Location` header.
    public var location: Location?
    /// Further header fields.
    public var headers: HTTPFields
    /// Sent with its length; left out in answers to HEAD.
    public var body: [UInt8]

    /// - Parameters: see the properties.
    public init(
        status: HTTPResponse.Status, contentType: String? = nil, location: Location? = nil, headers: HTTPFields = [:], body: [UInt8] = []
    ) {
        self.status = status
        self.contentType = contentType
        self.location = location
        self.headers = headers
        self.body = body
    }

    /// Exactly this, without charset: known clients compare the header literally (CA-API 2.2).
    public static let jsonType = "application/json"
    static let htmlType = "text/html; charset=utf-8"

    /// - Parameters:
    ///   - body: a JSON document.
    ///   - location: the path of a created object.
    public static func json(_ body: [UInt8], status: HTTPResponse.Status = .ok, location: String? = nil) -> APIResponse {
        APIResponse(status: status, contentType: jsonType, location: location.map(Location.path), body: body)
    }

    /// ```swift
    /// .json(status: .created, location: "/debtors/1/transfers/\(uuid)") { json in
    ///     json.beginObject()
    ///     json.member("type", "Transfer")
    ///     json.endObject()
    /// }
    /// ```
    public static func json(
        status: HTTPResponse.Status = .ok, location: String? = nil, _ write: (inout JSONWriter) -> Void
    ) -> APIResponse {
        var writer = JSONWriter()
        write(&writer)
        return json(writer.finish(), status: status, location: location)
    }

    /// 204.
    public static let noContent = APIResponse(status: .noContent)

    /// 303 to a path of this API.
    public static func seeOther(_ path: String) -> APIResponse {
        redirect(.seeOther, .path(path))
    }

    /// A redirect. The small HTML body, which nobody reads, is added with the absolute URL.
    public static func redirect(_ status: HTTPResponse.Status, _ location: Location) -> APIResponse {
        APIResponse(status: status, contentType: htmlType, location: location)
    }

    /// A text for people, `text/plain`.
    public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> APIResponse {
        APIResponse(status: status, contentType: "text/plain", body: Array(text.utf8))
    }

    /// A page for people.
    public static func html(_ text: String) -> APIResponse {
        APIResponse(status: .ok, contentType: htmlType, body: Array(text.utf8))
    }

    static func error(_ error: APIError) -> APIResponse {
        json(error.body, status: error.status)
    }
}
