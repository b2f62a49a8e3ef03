/// Whoever can order transfers: a wallet, or an issuer. Both APIs do it in the same way.
public protocol Payer: Sendable {
    var api: APIClient { get }
    /// `/creditors/<id>/transfers/` or `/debtors/<id>/transfers/`.
    var transfersPath: String { get }
}

extension Payer {
    /// Orders a transfer. 201: it is new; 303: the same order was given before.
    public func order(_ order: PaymentOrder, expecting status: Int = 201) async throws -> APIAnswer {
        try await api.call(.post, transfersPath, order.body, expecting: status)
    }

    /// How a transfer ended; nil while it runs.
    public func outcome(of uuid: String) async throws -> PaymentOutcome? {
        let answer = try await api.call(.get, transfersPath + uuid, expecting: 200)
        return try answer.body.flatMap { body throws(MissingPart) in try PaymentOutcome(transfer: body) }
    }

    /// Waits for the end of a transfer.
    public func awaitOutcome(of uuid: String, seconds: Double = 30, pause: Duration = .milliseconds(2)) async throws -> PaymentOutcome {
        try await awaited("the end of transfer \(uuid)", seconds: seconds, pause: pause) { try await outcome(of: uuid) }
    }

    /// Orders a transfer and waits for its end.
    public func pay(_ order: PaymentOrder) async throws -> PaymentOutcome {
        _ = try await self.order(order)
        return try await awaitOutcome(of: order.uuid)
    }

    /// Calls a transfer off. 200: it is finished now; 403: it is too late for that.
    public func cancel(_ uuid: String, expecting status: Int = 200) async throws -> APIAnswer {
        try await api.call(.post, transfersPath + uuid, ["type": "TransferCancelationRequest"], expecting: status)
    }

    /// Forgets a transfer.
    public func forget(_ uuid: String) async throws {
        _ = try await api.call(.delete, transfersPath + uuid, expecting: 204)
    }
}
