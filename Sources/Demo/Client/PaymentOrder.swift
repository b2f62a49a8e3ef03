import SMPProtocol

public import SMPProtocol

/// An order to transfer money, as wallets and issuers give it (CA-API 13.2, DA-API 6.13).
public struct PaymentOrder: Sendable {
    /// Names the transfer; a repeated order with the same name is the same transfer.
    public var uuid = randomUUID()
    /// An account URI, `swpt:<debtor>/<account>`.
    public var recipient: String
    /// In tokens; 0 only asks whether the recipient can be reached.
    public var amount: Int64
    /// What the payer tells the recipient.
    public var note: String
    /// How to read the note; empty: plain text.
    public var noteFormat = ""
    /// Wallets only.
    public var pin: String?
    /// Wallets only: a later payment is not to take place.
    public var deadline: Timestamp?
    /// Wallets only: a change of the interest rate after this moment ends the payment.
    public var finalInterestRateTimestamp: Timestamp?
    /// Wallets only: how much is set aside when the payment is prepared.
    public var lockedAmount: Int64?

    /// A payment with a random name.
    public init(to recipient: String, amount: Int64, note: String = "") {
        self.recipient = recipient
        self.amount = amount
        self.note = note
    }

    /// The body of the request.
    public var body: JSONValue {
        var options = JSONObject()
        options["deadline"] = deadline.map { .string($0.iso8601) }
        options["finalInterestRateTimestamp"] = finalInterestRateTimestamp.map { .string($0.iso8601) }
        options["lockedAmount"] = lockedAmount.map { JSONValue($0) }
        var body = JSONObject()
        body["type"] = "TransferCreationRequest"
        body["transferUuid"] = .string(uuid)
        body["recipient"] = ["type": "AccountIdentity", "uri": .string(recipient)]
        body["amount"] = JSONValue(amount)
        body["noteFormat"] = .string(noteFormat)
        body["note"] = .string(note)
        body["pin"] = pin.map { .string($0) }
        if !options.isEmpty { body["options"] = .object(options) }
        return .object(body)
    }
}

/// How a transfer ended.
public struct PaymentOutcome: Hashable, Sendable, CustomStringConvertible {
    /// What was paid, in tokens; 0 when it failed.
    public let committedAmount: Int64
    /// nil: the payment succeeded.
    public let errorCode: String?
    /// What was set aside on the payer's account for all payments, when that was told with the error.
    public let totalLockedAmount: Int64?

    /// Whether the money has moved.
    public var isSuccess: Bool { errorCode == nil }

    /// Reads the `result` of a transfer; nil while there is none.
    init?(transfer: JSONValue) throws(MissingPart) {
        guard let result = transfer.at("result") else { return nil }
        committedAmount = try result.at("committedAmount")?.int64.required("committedAmount", of: "a finished transfer") ?? 0
        errorCode = result.at("error", "errorCode")?.string
        totalLockedAmount = result.at("error", "totalLockedAmount")?.int64
    }

    public var description: String { errorCode ?? "committed \(committedAmount)" }
}

/// A random UUID of version 4, in lower case.
public func randomUUID() -> String {
    var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
    bytes[6] = bytes[6] & 0x0f | 0x40
    bytes[8] = bytes[8] & 0x3f | 0x80
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hexadecimal.text(of: bytes[$0], .lower) }.joined(separator: "-")
}
