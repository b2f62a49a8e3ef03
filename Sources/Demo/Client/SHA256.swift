import CCrypto
import SMPProtocol

/// The hash by which wallets recognise a currency's description (AA 11.1).
enum SHA256 {
    /// The hash in upper-case hexadecimal digits.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        var length = 0
        let isDone = EVP_Q_digest(nil, "SHA256", nil, bytes, bytes.count, &digest, &length)
        precondition(isDone == 1 && length == 32, "SHA-256 has 32 bytes")
        return Hexadecimal.text(of: digest, .upper)
    }
}
