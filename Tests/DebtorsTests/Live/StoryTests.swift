import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

/// The life of a currency, over HTTP and the broker, with the accounting authority played by the test.
@Suite("A running node", .usesBroker, .timeLimit(.minutes(10)))
struct StoryTests {
    /// How the authority's messages reach the node.
    enum Delivery: CaseIterable, Sendable {
        case once
        /// With each new message, everything that was sent before comes again, twice, in reverse order.
        case twiceAndInReverse
    }

    /// What is to be seen in the end, whatever happened on the way.
    static let end = #"""
        {"balance":-1000,"minBalance":-500000,"noteMaxBytes":500,"configData":"{\"info\":{\"iri\":\"https://example.com/coin\"}}",
         "account":"0","public":"https://example.com/coin","document":"{\"type\":\"CoinInfo\"}","committedAmount":1000,"rejected":"TIMEOUT"}
        """#

    @Test("a debtor is reserved, activated, configured, publishes, and issues money", arguments: Delivery.allCases)
    func story(delivery: Delivery) async throws {
        try await LiveNode.with { node async throws in
            try await node.running {
                let mail = Mail(node, delivery)
                let id = node.newID()
                let path = id.path

                // Reservation and activation.
                let reservation = try await node.json(.post, "\(path)/reserve", "{}")["reservationId"]?.text ?? ""
                _ = try await node.json(.post, "\(path)/activate", #"{"reservationId":"\#(reservation)"}"#)
                guard case .configure(let first)? = try await node.authority.take(1).first else { throw Unexpected() }
                #expect(first.debtorID == id && first.configData == "" && first.configFlags == 0)
                try await mail.send(update(first, 1))

                // A document, and a configuration that leads to it.
                let document = try await node.send(
                    .post, "\(path)/documents/", #"{"type":"CoinInfo"}"#, type: "application/vnd.swaptacular.coin-info+json")
                #expect(document.status == 201)
                let documentPath = String(document.headers["Location"]!.dropFirst("http://127.0.0.1:\(node.port)".count))
                _ = try await node.json(.post, "\(path)/restrict", #"{"minBalance":-500000}"#)
                _ = try await node.authority.take(1)
                _ = try await node.json(
                    .patch, "\(path)/config", #"{"latestUpdateId":2,"configData":"{\"info\":{\"iri\":\"https://example.com/coin\"}}"}"#)
                guard case .configure(let second)? = try await node.authority.take(1).first else { throw Unexpected() }
                try await mail.send(update(second, 2))
                try await TestBroker.eventually("public") { try await node.send(.get, "\(path)/public").status == 302 }

                // A transfer that succeeds.
                let transfers = try await issue(node, id, 1)
                let prepared = prepared(transfers, 777)
                try await mail.send(prepared)
                guard case .finalize(let order)? = try await node.authority.take(1).first else { throw Unexpected() }
                #expect(order.transferID == 777 && order.committedAmount == 1000 && order.transferNote == "tést")
                try await mail.send(
                    FinalizedTransfer(
                        debtorID: id, creditorID: .root, coordinatorType: .issuing, coordinatorID: CoordinatorID(id),
                        coordinatorRequestID: order.coordinatorRequestID, transferID: 777, committedAmount: 1000, statusCode: "OK",
                        totalLockedAmount: 0, preparedAt: prepared.ts, ts: prepared.ts))
                try await mail.send(update(second, 3, principal: -1000))

                // One that does not.
                let rejected = try await issue(node, id, 2)
                try await mail.send(
                    RejectedTransfer(
                        debtorID: id, creditorID: .root, coordinatorType: .issuing, coordinatorID: CoordinatorID(id),
                        coordinatorRequestID: rejected.coordinatorRequestID, statusCode: "TIMEOUT", totalLockedAmount: 0, ts: rejected.ts))

                let expected = try JSONValue(document: Self.end)
                try await TestBroker.eventually("at the end") { try await look(node, id, documentPath) == expected }
                // Nothing that is still under way changes it.
                try await mail.send(AccountPurge(debtorID: id, creditorID: .root, creationDate: .epoch, ts: SystemClock.now()))
                #expect(try await look(node, id, documentPath) == expected)
            }
        }
    }

    private struct Unexpected: Error {}

    private func issue(_ node: LiveNode, _ id: DebtorID, _ n: Int) async throws -> PrepareTransfer {
        let body =
            #"""
            {"transferUuid":"123e4567-e89b-12d3-a456-00000000000\#(n)","recipient":{"uri":"swpt:\#(id.unsignedText)/1111"},\#
            "amount":1000,"note":"tést"}
            """#
        _ = try await node.json(.post, "\(id.path)/transfers/", body)
        for _ in 1...100 {
            for message in try await node.authority.take(1) {
                if case .prepare(let request) = message { return request }
            }
        }
        throw Unexpected()
    }

    private func prepared(_ request: PrepareTransfer, _ id: TransferID) -> PreparedTransfer {
        PreparedTransfer(
            debtorID: request.debtorID, creditorID: .root, coordinatorType: .issuing, coordinatorID: request.coordinatorID,
            coordinatorRequestID: request.coordinatorRequestID, transferID: id, lockedAmount: request.maxLockedAmount,
            recipient: request.recipient, preparedAt: request.ts, demurrageRate: 0, deadline: .latest, finalInterestRateTs: .farFuture,
            ts: request.ts)
    }

    private func update(_ configuration: ConfigureAccount, _ seqnum: Int32, principal: Int64 = 0) -> AccountUpdate {
        let now = SystemClock.now()
        return AccountUpdate(
            debtorID: configuration.debtorID, creditorID: .root, creationDate: now.date, lastChangeTs: configuration.ts,
            lastChangeSeqnum: SequenceNumber(seqnum), principal: principal, interest: 0, interestRate: 0,
            lastInterestRateChangeTs: .epoch, lastConfigTs: configuration.ts, lastConfigSeqnum: configuration.seqnum,
            negligibleAmount: configuration.negligibleAmount, configFlags: configuration.configFlags,
            configData: configuration.configData, accountID: AccountID("0")!, debtorInfoIRI: "", debtorInfoContentType: "",
            debtorInfoSHA256: "", lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0, commitPeriod: 2_592_000,
            transferNoteMaxBytes: 500, ts: now, ttl: 1_000_000)
    }

    /// What clients can see, without moments and IDs.
    private func look(_ node: LiveNode, _ id: DebtorID, _ documentPath: String) async throws -> JSONValue {
        let debtor = try await node.json(.get, "\(id.path)/")
        let success = try await node.json(.get, "\(id.path)/transfers/123e4567-e89b-12d3-a456-000000000001")
        let failure = try await node.json(.get, "\(id.path)/transfers/123e4567-e89b-12d3-a456-000000000002")
        let document = try await node.send(.get, documentPath)
        var end = JSONObject()
        for member in ["balance", "minBalance", "noteMaxBytes"] { end[member] = debtor[member] }
        end["configData"] = debtor["config"]?["configData"]
        end["account"] = (debtor["account"]?["uri"]?.text).map { .string(String($0.split(separator: "/").last ?? "")) }
        end["public"] = try await node.send(.get, "\(id.path)/public").headers["Location"].map { .string($0) }
        end["document"] = .string(String(decoding: document.body, as: UTF8.self))
        end["committedAmount"] = success["result"]?["committedAmount"]
        end["rejected"] = failure["result"]?["error"]?["errorCode"]
        return .object(end)
    }
}

/// Brings the authority's messages to the node, as often and in the order that the test wants.
private actor Mail {
    private let node: LiveNode
    private let delivery: StoryTests.Delivery
    private var sent: [any SMPMessage] = []

    init(_ node: LiveNode, _ delivery: StoryTests.Delivery) {
        self.node = node
        self.delivery = delivery
    }

    func send(_ message: any SMPMessage) async throws {
        sent.append(message)
        switch delivery {
        case .once: try await node.authority.publish([message])
        case .twiceAndInReverse: try await node.authority.publish(sent.reversed() + sent.reversed())
        }
    }
}
