import SMPProtocol

extension APIRequest {
    /// The transfer in the path parameter `transferUuid`, which must be of type `uuid`.
    public var transferUUID: TransferUUID {
        guard let uuid = TransferUUID(path: parameter("transferUuid")) else { preconditionFailure("the route takes only UUIDs") }
        return uuid
    }
}

extension TransferResultBody {
    /// - Parameter amount: what was to be transferred, in the smallest unit of the currency.
    public init(_ outcome: TransferOutcome, amount: Int64) {
        self.init(
            amount: amount, finalizedAt: outcome.finalizedAt, errorCode: outcome.errorCode, totalLockedAmount: outcome.totalLockedAmount)
    }
}
