import HTTPTypes

/// A status and a body that say what is wrong with a request, or with us (CA-API 4, DA-API 3.4): what every ``APIRefusal`` becomes.
public struct APIError: Error, Sendable, Equatable {
    /// The status of the response; also `code` and `status` of the body.
    public let status: HTTPResponse.Status
    /// `message` of the body: a text for people.
    public var message: String?
    /// `errors` of the body: what is wrong with the request.
    public var errors: Errors?

    /// What is wrong with a request.
    public enum Errors: Sendable, Equatable {
        /// Wrong fields of the body.
        case json(FieldErrors)
        /// Wrong query parameters.
        case query(FieldErrors)
        /// The body is not JSON.
        case jsonText(String)
    }

    /// - Parameters: see the properties.
    public init(_ status: HTTPResponse.Status, message: String? = nil, errors: Errors? = nil) {
        self.status = status
        self.message = message
        self.errors = errors
    }

    /// 400: the body is not JSON.
    public static let invalidJSON = APIError(.badRequest, errors: .jsonText("Invalid JSON body."))
    /// 403.
    public static let forbidden = APIError(.forbidden)
    /// 404.
    public static let notFound = APIError(.notFound)
    /// 405.
    public static let methodNotAllowed = APIError(.methodNotAllowed)
    /// 408: the body did not arrive in time.
    public static let requestTimeout = APIError(.requestTimeout)
    /// 409.
    public static let conflict = APIError(.conflict)
    /// 410.
    public static let gone = APIError(.gone)
    /// 413: the body is too long.
    public static let tooLarge = APIError(.contentTooLarge)
    /// 500: our mistake, of which the client learns nothing.
    public static let internalError = APIError(.internalServerError)
    /// 503: too many requests are waiting, or the server is stopping.
    public static let overloaded = APIError(.serviceUnavailable)

    /// 409 for an object that somebody else has changed: `latestUpdateId` has an incorrect value (CA-API 6.8, DA-API 7).
    public static let updateConflict = APIError(.conflict, errors: .json(FieldErrors("Incorrect value.", at: "latestUpdateId")))

    /// 422 for wrong fields of the body.
    public static func invalid(_ errors: FieldErrors) -> APIError {
        APIError(.unprocessableContent, errors: .json(errors))
    }

    /// 422 for a URI of which we can make nothing (CA-API 12.1, DA-API 6.13). The path leads to the field.
    public static func unrecognizedURI(at path: String...) -> APIError {
        .invalid(FieldErrors("The URI can not be recognized.", at: path))
    }

    /// 422 for wrong query parameters.
    public static func invalidQuery(_ errors: FieldErrors) -> APIError {
        APIError(.unprocessableContent, errors: .query(errors))
    }

    /// 500 with a text for the client (CA-API 10.1).
    public static func internalError(message: String) -> APIError {
        APIError(.internalServerError, message: message)
    }

    /// `{"code":404,"status":"Not Found"}`, with `message` and `errors` where there are any.
    var body: [UInt8] {
        var json = "{\"code\":\(status.code),\"status\":"
        json.appendJSONString(Self.names[status.code] ?? status.reasonPhrase)
        if let message {
            json += ",\"message\":"
            json.appendJSONString(message)
        }
        if let errors { Self.write(errors, to: &json) }
        return Array((json + "}").utf8)
    }

    private static func write(_ errors: Errors, to json: inout String) {
        json += ",\"errors\":{"
        switch errors {
        case .json(let fields):
            json += "\"json\":"
            fields.write(to: &json)
        case .query(let fields):
            json += "\"query\":"
            fields.write(to: &json)
        case .jsonText(let text):
            json += "\"json\":"
            json.appendJSONArray([text])
        }
        json += "}"
    }

    /// The names of the API, some of which HTTP has changed since.
    private static let names: [Int: String] = [
        413: "Request Entity Too Large",
        422: "Unprocessable Entity",
    ]
}
