import SMPProtocol

/// How a transfer has ended, as both APIs show it (CA-API 13.2, DA-API 5.4).
public struct TransferResultBody: Sendable, Equatable {
    /// When it ended.
    public let finalizedAt: Timestamp
    /// What has arrived, in the smallest unit of the currency; 0 unless the transfer was successful.
    public let committedAmount: Int64
    /// Why it failed (``StatusCode``); nil when it was successful.
    public let errorCode: String?
    /// What other transfers had locked, in the smallest unit; told only with `INSUFFICIENT_AVAILABLE_AMOUNT`. Nil counts as 0.
    public let totalLockedAmount: Int64?

    /// - Parameter amount: what was to be transferred, in the smallest unit of the currency.
    public init(amount: Int64, finalizedAt: Timestamp, errorCode: String?, totalLockedAmount: Int64?) {
        self.finalizedAt = finalizedAt
        committedAmount = errorCode == nil ? amount : 0
        self.errorCode = errorCode
        self.totalLockedAmount = totalLockedAmount
    }
}

extension JSONWriter {
    /// A member that is a `TransferResult`, with its `TransferError` (CA-API 13.2, DA-API 5.4).
    public mutating func result(_ name: StaticString, _ result: TransferResultBody) {
        key(name)
        beginObject()
        member("type", "TransferResult")
        member("finalizedAt", result.finalizedAt)
        member("committedAmount", result.committedAmount)
        if let code = result.errorCode {
            key("error")
            beginObject()
            member("type", "TransferError")
            member("errorCode", code)
            if code == StatusCode.insufficientAvailableAmount { member("totalLockedAmount", result.totalLockedAmount ?? 0) }
            endObject()
        }
        endObject()
    }
}

/// `checkupAt`: when a client should look again at a transfer that goes on (CA-API 13.2, DA-API 5.4): after as long as it has taken so far,
/// and not sooner than transfers are expected to take.
///
/// - Parameter approximateSeconds: how long a transfer is expected to take; finite and not negative.
public func transferCheckup(initiatedAt: Timestamp, now: Timestamp, approximateSeconds: Double) -> Timestamp {
    now.adding(microseconds: max(now.microseconds(since: initiatedAt), Int64(approximateSeconds * 1e6)))
}
