import CCrypto
import SMPProtocol
import SharedCache

/// Shares answers about tokens between all web servers of a node (CA-API 3.10): one question per token for all of them. Stands between
/// the ``IntrospectionCache`` of the process and the authorization server. A shared cache that is gone costs nothing but the sharing.
///
/// The key holds the SHA-256 of the token, never the token itself.
public struct SharedIntrospectionCache: TokenIntrospector {
    private let origin: any TokenIntrospector
    private let cache: any SharedCache
    /// Unix seconds.
    private let now: @Sendable () -> Int64

    /// - Parameter now: Unix seconds.
    public init(_ origin: any TokenIntrospector, cache: any SharedCache, now: @escaping @Sendable () -> Int64) {
        self.origin = origin
        self.cache = cache
        self.now = now
    }

    /// From the shared cache, if possible.
    public func introspect(token: String) async throws -> Introspection {
        let key = Self.key(of: token)
        if let bytes = await cache.get(key), let known = Self.decode(bytes), !known.isExpired(at: now()) { return known }
        let answer = try await origin.introspect(token: token)
        if let seconds = answer.secondsToKeep(at: now()) {
            await cache.set(key, to: Self.encode(answer), expiresAfter: Int(seconds) * 1000)
        }
        return answer
    }

    static func key(of token: String) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length = 0
        let bytes = Array(token.utf8)
        let status = EVP_Q_digest(nil, "SHA256", nil, bytes, bytes.count, &digest, &length)
        precondition(status == 1 && length == 32, "SHA-256 has 32 bytes")
        return "introspection:" + Hexadecimal.text(of: digest, .lower)
    }

    static func encode(_ answer: Introspection) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("active", answer.isActive)
        writer.member("sub", answer.subject)
        writer.member("scope", answer.scope)
        writer.member("token_use", answer.tokenUse)
        if let expiresAt = answer.expiresAt { writer.member("exp", expiresAt) }
        writer.endObject()
        return writer.finish()
    }

    /// Nil for anything that is not one of our entries.
    static func decode(_ bytes: [UInt8]) -> Introspection? {
        guard let introspection = try? Introspection(json: bytes), introspection.isActive else { return nil }
        return introspection
    }
}
