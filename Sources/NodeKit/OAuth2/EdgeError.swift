import HTTPTypes

/// A refusal by the authorizing edge, which has an error body of its own (CA-API 3.4, DA-API 1.5).
struct EdgeError: Error {
    let status: HTTPResponse.Status
    let statusText: String
    let message: String
    let reason: String?
    /// What went wrong, for the log.
    let cause: (any Error)?

    static func unauthorized(_ reason: String? = nil) -> EdgeError {
        EdgeError(
            status: .unauthorized, statusText: "Unauthorized", message: "Access credentials are invalid", reason: reason, cause: nil)
    }

    static func forbidden(_ reason: String) -> EdgeError {
        EdgeError(
            status: .forbidden, statusText: "Forbidden", message: "Access credentials are not sufficient to access this resource",
            reason: reason, cause: nil)
    }

    static let noRule = EdgeError(
        status: .notFound, statusText: "Not Found", message: "Requested url does not match any rules", reason: nil, cause: nil)

    static func introspectionFailed(_ cause: any Error) -> EdgeError {
        EdgeError(
            status: .internalServerError, statusText: "Internal Server Error", message: "The access token could not be checked",
            reason: nil, cause: cause)
    }

    /// - Parameter requestID: the value of the request's `X-Request-ID`.
    func body(requestID: String?) -> [UInt8] {
        var json = "{\"error\":{\"code\":\(status.code),\"status\":"
        json.appendJSONString(statusText)
        if let requestID, !requestID.isEmpty {
            json += ",\"request\":"
            json.appendJSONString(String(requestID.prefix(200)))
        }
        if let reason {
            json += ",\"reason\":"
            json.appendJSONString(reason)
        }
        json += ",\"message\":"
        json.appendJSONString(message)
        return Array((json + "}}").utf8)
    }
}
