import HTTPTypes
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

/// DA 17 on the whole node without its sockets: requests and messages at random, requests twice at the same time, messages in batches
/// with duplicates and in any order, an accounting authority that contradicts itself.
@Suite("Invariants on a real database (DA 17)", .timeLimit(.minutes(10)))
struct RandomRequestTests {
    @Test("whatever is asked and told, tables, documents and messages obey DA 17", arguments: 1...6 as ClosedRange<UInt64>)
    func randomRequests(seed: UInt64) async throws {
        let settings = ["APP_MAX_TRANSFERS_PER_MONTH": "40", "APP_DOCUMENT_MAX_SAVES_PER_YEAR": "4", "MAX_CONTENT_LENGTH": "500"]
        try await TestNode.with(settings) { node async throws in
            let clients = RandomClients(node: node, seed: seed)
            for step in 1...250 {
                try await clients.step()
                try await clients.collect()
                if step % 25 == 0 { try await clients.check("seed \(seed), step \(step)") }
            }
            #expect(
                clients.seenStatuses.isSuperset(of: [200, 201, 204, 303, 409]),
                "the clients were idle: seed \(seed), \(clients.seenStatuses)")
        }
    }
}

/// Two debtors' impatient clients, and the accounting authority.
private final class RandomClients {
    private struct Key: Hashable {
        let id: DebtorID
        let request: Int64
    }

    private static let ids: [DebtorID] = [4_294_967_296, 4_294_967_297]
    private static let uuids = (1...6).map { Sample.uuid($0).text }

    private let node: TestNode
    private var random: SplitMix64
    private var reservations: [DebtorID: String] = [:]
    private var inFlight: [any InboxMessage] = []
    private var sent: [JSONValue] = []
    private(set) var seenStatuses: Set<Int> = []

    // What was answered, for the invariants about history.
    private var created = 0
    private var restricted: [DebtorID: Int] = [:]
    private var preparedDeliveries = 0
    private var neverCommitted: Set<Key> = []
    private var outcomes: [Key: TransferOutcome] = [:]
    private var settled: [Key: TransferID] = [:]
    private var documents: [String: (type: String, text: String)] = [:]
    private var everActivated: Set<DebtorID> = []

    init(node: TestNode, seed: UInt64) {
        self.node = node
        random = SplitMix64(seed: seed)
    }

    func step() async throws {
        node.clock.advance(seconds: random.oneIn(10) ? -3 : Double.random(in: 0...5, using: &random))
        let id = random.pick(Self.ids)
        switch Int.random(in: 0..<20, using: &random) {
        case 0: try await reserve(id)
        case 1: try await activate(id)
        case 2: if random.oneIn(10) { try await deactivate(id) }
        case 3:
            restricted[id, default: 0] += try await ask(
                .post, "\(id.path)/restrict", #"{"minBalance":\#(random.pick([0, -7, -5000]))}"#, [200, 404]
            ).count { $0.status == 200 }
        case 4, 5: try await configure(id)
        case 6: try await publish(id)
        case 7, 8, 9: try await issue(id)
        case 10: try await cancel(id)
        case 11: try await delete(id)
        default: try await deliver()
        }
    }

    /// Sends a request, now and then twice at once. Every answer must be one of the documented ones.
    private func ask(
        _ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ statuses: Set<Int>, type: String = "application/json"
    ) async throws -> [Answer] {
        let node = node
        var answers: [Answer]
        if random.oneIn(4) {
            async let first = node.send(method, path, body, type: type)
            async let second = node.send(method, path, body, type: type)
            answers = try await [first, second]
        } else {
            answers = [try await node.send(method, path, body, type: type)]
        }
        for answer in answers {
            #expect(statuses.contains(answer.status), "\(method) \(path) \(body ?? ""): \(answer.status) \(answer.text)")
            seenStatuses.insert(answer.status)
        }
        return answers
    }

    private func reserve(_ id: DebtorID) async throws {
        for answer in try await ask(.post, "\(id.path)/reserve", "{}", [200, 409]) where answer.status == 200 {
            #expect(!everActivated.contains(id), "DA 17.1.10")
            reservations[id] = try answer.json()["reservationId"]?.text
        }
    }

    private func activate(_ id: DebtorID) async throws {
        let reservation = random.oneIn(4) ? "0" : reservations[id]
        let body = reservation.map { #"{"reservationId":"\#($0)"}"# } ?? "{}"
        for answer in try await ask(.post, "\(id.path)/activate", body, [200, 409, 422]) where answer.status == 200 {
            everActivated.insert(id)
        }
    }

    private func deactivate(_ id: DebtorID) async throws {
        for transfer in try await transfers(id) where !transfer.isSettled { neverCommitted.insert(key(transfer)) }
        _ = try await ask(.post, "\(id.path)/deactivate", "{}", [204])
    }

    private func configure(_ id: DebtorID) async throws {
        let latest = try await node.store.debtor(id)?.configuration.latestUpdateID ?? 1
        let body = #"{"configData":"\#(random.pick(["", "a", "b"]))","latestUpdateId":\#(latest + random.pick([1, 1, 0, 2]))}"#
        _ = try await ask(.patch, "\(id.path)/config", body, [200, 403, 404, 409])
    }

    private func publish(_ id: DebtorID) async throws {
        let (type, text) = (
            random.pick(["text/plain", "a/b; c=\"d\""]), String(repeating: "é", count: Int.random(in: 0...45, using: &random))
        )
        for answer in try await ask(.post, "\(id.path)/documents/", text, [201, 403, 404], type: type) where answer.status == 201 {
            let location = try #require(answer.location)
            #expect(documents[location] == nil, "an address was given twice")
            documents[location] = (type, text)
        }
    }

    private func issue(_ id: DebtorID) async throws {
        let body = TransferAPITests.request(random.pick(Self.uuids), amount: "\(random.pick([1, 1000]))", recipient: "swpt:\(id)/1111")
        created += try await ask(.post, "\(id.path)/transfers/", body, [201, 303, 403, 404, 409]).count { $0.status == 201 }
    }

    private func cancel(_ id: DebtorID) async throws {
        let uuid = random.pick(Self.uuids)
        for answer in try await ask(.post, "\(id.path)/transfers/\(uuid)", "{}", [200, 403, 404]) where answer.status == 200 {
            let code = try answer.json()["result"]?["error"]?["errorCode"]?.text
            let transfer = try #require(try await node.store.transfer(id, TransferUUID(path: uuid)!))
            if code == StatusCode.canceledByTheSender { neverCommitted.insert(key(transfer)) }
        }
    }

    private func delete(_ id: DebtorID) async throws {
        let uuid = random.pick(Self.uuids)
        if let transfer = try await node.store.transfer(id, TransferUUID(path: uuid)!), !transfer.isSettled {
            neverCommitted.insert(key(transfer))
        }
        _ = try await ask(.delete, "\(id.path)/transfers/\(uuid)", nil, [204])
    }

    /// A batch of what is under way, in any order, with repetitions. It stays under way.
    private func deliver() async throws {
        guard !inFlight.isEmpty else { return }
        let batch = (0..<Int.random(in: 1...5, using: &random)).map { _ in random.pick(inFlight) }
        preparedDeliveries += batch.count { $0 is PreparedTransfer }
        try await node.inbox.handle(batch)
    }

    // MARK: The accounting authority

    /// Takes what the node has sent, and thinks of answers.
    func collect() async throws {
        let messages = try await node.takeSent()
        sent += messages
        for message in messages {
            let id = DebtorID(try #require(message["debtor_id"]?.integer))
            switch message["type"]?.text {
            case "ConfigureAccount": if let debtor = try await node.store.debtor(id) { inFlight += answers(to: debtor) }
            case "PrepareTransfer": inFlight += answers(to: transfer(message, amount: "max_locked_amount"))
            default:
                let transferID = TransferID(try #require(message["transfer_id"]?.integer))
                let failed = random.oneIn(3)
                inFlight.append(
                    Sample.finalized(
                        transfer(message, amount: "committed_amount"), id: transferID, amount: failed ? 0 : nil,
                        code: failed ? "TIMEOUT" : "OK"))
            }
        }
        while inFlight.count > 60 { inFlight.remove(at: Int.random(in: 0..<inFlight.count, using: &random)) }
    }

    private func transfer(_ message: JSONValue, amount: String) -> RunningTransfer {
        RunningTransfer(
            debtorID: DebtorID(message["debtor_id"]?.integer ?? 0), uuid: Sample.uuid(0),
            requestID: CoordinatorRequestID(message["coordinator_request_id"]?.integer ?? 0),
            order: Sample.order(amount: message[amount]?.integer ?? 0), initiatedAt: noon)
    }

    private func answers(to debtor: Debtor) -> [any InboxMessage] {
        let seqnum = SequenceNumber(Int32.random(in: -5...50, using: &random))
        return [
            Sample.update(debtor, principal: -1, ts: node.clock.now()) { $0.lastChangeSeqnum = seqnum },
            Sample.rejection(of: debtor),
            AccountPurge(debtorID: debtor.id, creditorID: .root, creationDate: CalendarDate(rawValue: 19_727), ts: noon),
        ]
    }

    private func answers(to transfer: RunningTransfer) -> [any InboxMessage] {
        var messages: [any InboxMessage] = (1...2).map { Sample.prepared(transfer, id: TransferID(transfer.requestID.rawValue * 10 + $0)) }
        messages.append(Sample.prepared(transfer, id: 7) { $0.recipient = AccountID("x")! })
        if random.oneIn(3) { messages.append(Sample.rejected(transfer, code: "NO", locked: 5)) }
        return messages
    }

    // MARK: The invariants

    private func key(_ transfer: RunningTransfer) -> Key { Key(id: transfer.debtorID, request: transfer.requestID.rawValue) }

    private func transfers(_ id: DebtorID) async throws -> [RunningTransfer] {
        var transfers: [RunningTransfer] = []
        for uuid in try await node.store.transfers(id).uuids { transfers.append(try #require(try await node.store.transfer(id, uuid))) }
        return transfers
    }

    func check(_ place: Comment) async throws {
        for id in Self.ids { try await checkDebtor(id, place) }
        try checkTransferMessages(place)
        for (location, document) in documents {
            let answer = try await node.get(String(location.dropFirst(TestNode.base.count)), as: "anybody")
            #expect(answer.status == 200 && answer.text == document.text && answer.contentType == document.type, "DA 17.1.9, \(place)")
        }
    }

    private func checkDebtor(_ id: DebtorID, _ place: Comment) async throws {
        guard let debtor = try await node.store.debtor(id) else {
            #expect(!everActivated.contains(id), "DA 17.1.1, \(place)")
            return
        }
        let transfers = try await transfers(id)
        #expect(Int(debtor.runningTransfersCount) == transfers.count, "DA 17.1.3, \(place)")
        #expect(debtor.actions.count <= 40 && debtor.documents.count <= 4, "DA 17.1.4, \(place)")
        for transfer in transfers {
            if let outcome = outcomes[key(transfer)] { #expect(transfer.outcome == outcome, "DA 17.1.6, \(place)") }
            outcomes[key(transfer)] = transfer.outcome
            if let transferID = settled[key(transfer)] { #expect(transfer.transferID == transferID, "DA 17.1.7, \(place)") }
            settled[key(transfer)] = transfer.transferID
        }
        checkConfigurations(debtor, place)
    }

    /// DA 17.2.1, 17.2.2: one message for each activation, effective update, restriction and deactivation; numbered without gaps.
    private func checkConfigurations(_ debtor: Debtor, _ place: Comment) {
        let messages = sent.filter { message in
            message["type"]?.text == "ConfigureAccount" && message["debtor_id"]?.integer == debtor.id.rawValue
                && message["negligible_amount"] != JSONValue(1e30)
        }
        let changes =
            (debtor.status == .reserved ? 0 : 1) + (debtor.status == .deactivated ? 1 : 0) + Int(debtor.configuration.latestUpdateID) - 1
            + restricted[debtor.id, default: 0]
        #expect(messages.count == changes, "DA 17.2.2, \(place)")
        #expect(messages.map { $0["seqnum"]?.integer } == (0..<changes).map { Int64($0 + 1) }, "DA 17.2.1, \(place)")
        let moments = messages.compactMap { $0["ts"]?.text }
        #expect(moments == moments.sorted(), "DA 17.2.1, \(place)")
        if let last = messages.last {
            #expect(last["config_data"]?.text == debtor.configuration.data, "DA 17.2.1, \(place)")
            #expect(last["config_flags"]?.integer == Int64(debtor.configuration.flags), "DA 17.2.1, \(place)")
        }
    }

    /// DA 17.2.3 – 17.2.7
    private func checkTransferMessages(_ place: Comment) throws {
        var amounts: [Key: Int64] = [:]
        var commits: [Key: Int64] = [:]
        var finalizations = 0
        for message in sent {
            let key = Key(id: DebtorID(message["debtor_id"]?.integer ?? 0), request: message["coordinator_request_id"]?.integer ?? 0)
            switch message["type"]?.text {
            case "PrepareTransfer":
                #expect(amounts[key] == nil, "DA 17.2.3, \(place)")
                amounts[key] = message["max_locked_amount"]?.integer
            case "FinalizeTransfer":
                finalizations += 1
                let amount = try #require(message["committed_amount"]?.integer)
                guard amount > 0 else { continue }
                #expect(amount == amounts[key], "DA 17.2.5, \(place)")
                #expect(commits[key] ?? message["transfer_id"]?.integer == message["transfer_id"]?.integer, "DA 17.2.5, \(place)")
                #expect(!neverCommitted.contains(key), "DA 17.2.6, 17.2.7, \(place)")
                commits[key] = message["transfer_id"]?.integer
            default: break
            }
        }
        #expect(amounts.count == created, "DA 17.2.3, \(place)")
        #expect(finalizations == preparedDeliveries, "DA 17.2.4, \(place)")
    }
}
