/// What the server answered; any status is an answer.
public struct WebResponse: Sendable {
    /// The status code, 200 to 599.
    public var status: Int
    /// Of the last response when redirects were followed.
    public var headers: WebHeaders
    /// As it was sent: nothing is decompressed.
    public var body: [UInt8]
    /// Where the response came from: the request's URL, or the last redirect's target.
    public var effectiveURL: String

    /// For tests of what handles responses.
    public init(status: Int, headers: WebHeaders = [:], body: [UInt8] = [], effectiveURL: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
        self.effectiveURL = effectiveURL
    }
}
