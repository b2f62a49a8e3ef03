import CCrypto

/// The keyed digest under which PINs are kept (CA-API 8.6). Rows can be carried over between implementations, so the form is fixed:
/// HMAC-SHA256 with the UTF-8 of the secret as key, over the UTF-8 of PIN and salt.
struct PinDigest: Sendable {
    private let key: [UInt8]

    init(secret: String) { key = Array(secret.utf8) }

    func callAsFunction(_ pin: String, salt: String) -> [UInt8] {
        let message = Array(pin.utf8) + Array(salt.utf8)
        var digest = [UInt8](repeating: 0, count: 32)
        var length = 0
        let result = EVP_Q_mac(nil, "HMAC", nil, "SHA256", nil, key, key.count, message, message.count, &digest, 32, &length)
        precondition(result != nil && length == 32, "HMAC-SHA256 has 32 bytes")
        return digest
    }

    /// CA-API 8.5: the salt of a new PIN, 8 characters of standard Base64 over six random bytes.
    static func salt(_ random: UInt64) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return String(decoding: (0..<8).map { alphabet[Int(random >> (6 * UInt64($0)) & 63)] }, as: UTF8.self)
    }

    /// What is kept of a new PIN.
    func secret(for pin: String, random: UInt64) -> Pin.Secret {
        let salt = Self.salt(random)
        return Pin.Secret(length: Int16(pin.utf8.count), hmac: self(pin, salt: salt), salt: salt)
    }
}
