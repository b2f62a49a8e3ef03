/// Where the Web API documents itself (OPS 4.3).
public struct APIDocumentationConfiguration: Sendable, Equatable {
    /// The title of the API.
    public var title: String
    /// The version of the API.
    public var version: String
    /// The version of the format of `openapi.json`.
    public var openAPIVersion: String
    /// The path under which the documentation lives, without a final slash.
    public var urlPrefix: String
    /// Where the ReDoc page is, relative to the prefix; empty means the prefix itself.
    public var redocPath: String
    /// The ReDoc script.
    public var redocURL: String
    /// Where the Swagger UI page is, relative to the prefix.
    public var swaggerUIPath: String
    /// The base URL of the swagger-ui distribution; without it there is no Swagger UI page.
    public var swaggerUIURL: String?

    /// The defaults of a node.
    public init(profile: NodeProfile, swaggerUIURL: String? = nil) {
        title = profile.apiTitle
        version = "v1"
        openAPIVersion = "3.0.2"
        urlPrefix = "/\(profile.pathPrefix)/.docs"
        redocPath = ""
        redocURL = profile.redocURL
        swaggerUIPath = "swagger-ui"
        self.swaggerUIURL = swaggerUIURL
    }

    init(reader: inout ConfigurationReader, profile: NodeProfile) {
        self.init(profile: profile)
        title = reader.read("API_TITLE", .text, default: title, "The title of the API in its documentation")
        version = reader.read("API_VERSION", .text, default: version, "The version of the API in its documentation")
        openAPIVersion = reader.read("OPENAPI_VERSION", .text, default: openAPIVersion, "The version of the OpenAPI format")
        let prefix = reader.read(
            "OPENAPI_URL_PREFIX", .text.limited(to: "a path under /\(profile.pathPrefix)/") { $0.hasPrefix("/\(profile.pathPrefix)/") },
            default: urlPrefix, "The path of the documentation")
        urlPrefix = prefix.hasSuffix("/") ? String(prefix.dropLast()) : prefix
        redocPath = reader.read("OPENAPI_REDOC_PATH", .text, default: redocPath, "The path of the ReDoc page, under the prefix")
        redocURL = reader.read("OPENAPI_REDOC_URL", .text, default: redocURL, "The ReDoc script")
        swaggerUIPath = reader.read(
            "OPENAPI_SWAGGER_UI_PATH", .text, default: swaggerUIPath, "The path of the Swagger UI page, under the prefix")
        swaggerUIURL = reader.readOptional(
            "OPENAPI_SWAGGER_UI_URL", .text, "The base URL of the swagger-ui distribution. Without it there is no Swagger UI page")
    }
}
