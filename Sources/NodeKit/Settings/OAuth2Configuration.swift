import SharedCache
import WebFetch

/// Who may use the Web API (OPS 8).
public struct OAuth2Configuration: Sendable {
    /// The token introspection end-point.
    public let introspectURL: Needed<String>
    /// Which subjects of tokens are whom.
    public var subjects: SubjectKinds
    /// The bound of the introspection cache, in bytes.
    public let cacheMaxCost: Int
    /// Whether `X-Swpt-User-Id` is believed instead of a token. Only for development: the whole API is open to whoever reaches the port.
    public let trustsUserHeaders: Bool
    /// The cache that web servers share, if any.
    public let redisURL: RedisURL?

    init(reader: inout ConfigurationReader, profile: NodeProfile) {
        introspectURL = reader.readNeeded(
            "OAUTH2_INTROSPECT_URL", .webURL, "The token introspection end-point of the authorization server")
        let superuser = reader.read("OAUTH2_SUPERUSER_USERNAME", .text, default: profile.superuserName, "The subject with all rights")
        let supervisor = reader.read(
            "OAUTH2_SUPERVISOR_USERNAME", .text, default: profile.supervisorName, "The subject that may read everything, and activate")
        let superuserPattern = reader.read(
            "APP_SUPERUSER_SUBJECT_REGEX", .pattern, default: nil, "Subjects with all rights. Empty: exactly `OAUTH2_SUPERUSER_USERNAME`")
        let supervisorPattern = reader.read(
            "APP_SUPERVISOR_SUBJECT_REGEX", .pattern, default: nil, "Like the superuser's. Empty: exactly `OAUTH2_SUPERVISOR_USERNAME`")
        let defaultUser = SubjectPattern(pattern: profile.userSubjectPattern)
        let user = reader.read(
            profile.userSubjectVariable, .pattern, default: defaultUser, "Subjects of users. Group 1 is the unsigned decimal ID")
        subjects = SubjectKinds(
            superuser: superuserPattern ?? .exact(superuser), supervisor: supervisorPattern ?? .exact(supervisor),
            user: user ?? defaultUser)
        cacheMaxCost = reader.read(
            "TOKEN_INTROSPECTION_CACHE_MAX_COST", .integer(in: 0...Int.max), default: 10_000_000,
            "The bound of the introspection cache, in bytes")
        redisURL = reader.readOptional("REDIS_URL", .redisURL, "A Redis server that web servers share as a cache. Never required")
        trustsUserHeaders = reader.read(
            "APP_TRUST_USER_HEADERS", .flag, default: false,
            """
            Development only, and only without `OAUTH2_INTROSPECT_URL`: believe `X-Swpt-User-Id` and `X-Swpt-Require-Pin` instead of \
            checking tokens. Everybody who reaches the port can do everything
            """)
        if trustsUserHeaders { reader.waive(introspectURL.name) }
    }
}

extension ValueType where Value == String {
    /// An absolute URL of the web. It is not shown when it is wrong: it may hold a password, which is one of the things that make it wrong.
    static let webURL = ValueType(
        name: "str", expected: "an http:// or https:// URL without a user name", range: "an http:// or https:// URL", isSecret: true
    ) { text in
        WebRequest(url: text).hasValidURL ? text : nil
    }
}

extension ValueType where Value == RedisURL {
    /// A Redis URL. It is not shown when it is wrong: it may hold a password.
    static let redisURL = ValueType(name: "str", expected: "redis://host:port/number", isSecret: true, parse: { try? RedisURL($0) })
}
