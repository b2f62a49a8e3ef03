import Foundation
import Logging
import SharedCache
import WebFetch

extension Edge {
    /// The edge that the configuration asks for: token checks, with caches in front of the authorization server; blind trust only when
    /// there is no introspection end-point and trust was switched on explicitly (OPS 9.4).
    ///
    /// - Parameter sharedCache: see ``OAuth2Configuration/sharedCache(_:logger:)``; nil: none.
    /// - Throws: when there is neither.
    public static func configured(
        _ configuration: OAuth2Configuration, sharedCache: (any SharedCache)?, logger: Logger
    ) throws(ConfigurationError) -> Edge {
        if configuration.introspectURL.value == nil, configuration.trustsUserHeaders {
            logger.warning("Tokens are NOT checked: everybody who reaches the web server can do everything (APP_TRUST_USER_HEADERS)")
            return .trustedHeaders
        }
        let now: @Sendable () -> Int64 = { Int64(time(nil)) }
        // The operator has chosen the URL, and the authorization server is seldom a public host.
        let client = WebClient(configuration: WebClientConfiguration(addresses: .any))
        var introspector: any TokenIntrospector = WebIntrospector(url: try configuration.introspectURL.get(), client: client)
        if let sharedCache { introspector = SharedIntrospectionCache(introspector, cache: sharedCache, now: now) }
        return .tokens(IntrospectionCache(introspector, maxCost: configuration.cacheMaxCost, now: now))
    }
}

extension OAuth2Configuration {
    /// The Redis server of `REDIS_URL`, if there is one. All keys begin with the name of the service, so that the server can be shared
    /// (CA-API 3.10).
    public func sharedCache(_ profile: NodeProfile, logger: Logger) -> (any SharedCache)? {
        guard let redisURL else { return nil }
        var configuration = RedisCache.Configuration()
        configuration.keyPrefix = profile.service + ":"
        return RedisCache(url: redisURL, configuration: configuration, logger: logger)
    }
}
