import CCrypto
import Foundation

/// What a client shows first of a secret that it shows as a whole later (PKCE, RFC 7636): its SHA-256, method `S256`.
struct CodeChallenge: Sendable, Hashable {
    /// 43 digits of base64url.
    private let text: String

    /// - Parameter text: the parameter `code_challenge`.
    init?(_ text: String) {
        guard text.utf8.count == 43 else { return nil }
        self.text = text
    }

    /// - Parameter verifier: the parameter `code_verifier`, 43 to 128 bytes.
    func isMet(by verifier: String) -> Bool {
        let bytes = Array(verifier.utf8)
        guard (43...128).contains(bytes.count) else { return false }
        var digest = [UInt8](repeating: 0, count: 32)
        var length = 0
        let isDone = EVP_Q_digest(nil, "SHA256", nil, bytes, bytes.count, &digest, &length)
        precondition(isDone == 1 && length == 32, "SHA-256 has 32 bytes")
        let base64 = Data(digest).base64EncodedString().prefix { $0 != "=" }
        return text == base64.replacing("+", with: "-").replacing("/", with: "_")
    }
}
