import Glibc
import SMPProtocol

/// What stands between a token and a protected operation (CA-API 8, CA 17.5).
struct Pin: Equatable, Sendable {
    enum Status: Int16, Sendable {
        case off = 0
        case on = 1
        case blocked = 2
    }

    var status: Status
    /// Consecutive failed attempts.
    var consecutiveFailures: Int16
    /// Failed attempts since `accumulatedSince`.
    var accumulatedFailures: Int16
    var accumulatedSince: Timestamp
    var secret: Secret?
    var version: Version

    /// What is kept of a PIN.
    struct Secret: Equatable, Sendable {
        /// 4–10 digits.
        let length: Int16
        /// 32 bytes.
        let hmac: [UInt8]
        /// Absent in old rows.
        let salt: String?
    }

    /// The PIN of a creditor that has just been activated.
    static func off(now: Timestamp) -> Pin {
        Pin(
            status: .off, consecutiveFailures: 0, accumulatedFailures: 0, accumulatedSince: now, secret: nil,
            version: Version(id: 1, at: now))
    }

    private var length: Int16 { secret?.length ?? 0 }

    /// trunc(1.5 n − 3). 0 without a PIN.
    var maxConsecutiveFailures: Int { length == 0 ? 0 : Int(1.5 * Double(length) - 3) }

    /// trunc(e^(1.1513 (n − 2))). 0 without a PIN.
    var maxAccumulatedFailures: Int { length == 0 ? 0 : Int(exp(1.1513 * Double(length - 2))) }
}
