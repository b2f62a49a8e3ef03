import Testing

@testable import Messaging

@Suite struct PublishBatchTests {
    private static func messages(_ count: Int, exchange: String = "e") -> [OutgoingMessage] {
        (0..<count).map { number in
            OutgoingMessage(
                exchange: exchange, routingKey: "k\(number)", isMandatory: true, type: "T", appID: "a", headers: [],
                body: [UInt8("\(number)".utf8.count)])
        }
    }

    /// A broker that confirms, until it comes to a guilty message.
    private struct Broker {
        var guilty: Set<Int>
        var code: UInt16 = 406
        /// What it says of a guilty message.
        var words: (OutgoingMessage) -> String = { _ in "PRECONDITION_FAILED - message size is larger than configured max size" }
        var attempts = 0

        /// Publishes the whole batch.
        mutating func publish(_ batch: inout PublishBatch) {
            while case let piece = batch.nextPiece(), !piece.isEmpty {
                attempts += 1
                batch.begin()
                if let culprit = piece.first(where: guilty.contains) {
                    // Confirms of those before it may be lost with the channel.
                    for position in piece.prefix(while: { $0 != culprit }).dropLast(3) { batch.settle(position, .confirmed) }
                    batch.note(.refused(code: code, reason: words(batch.messages[culprit])), on: piece)
                } else {
                    for position in piece { batch.settle(position, .confirmed) }
                    batch.notePublished()
                }
            }
        }
    }

    @Test(arguments: [[], [0], [999], [500], [0, 1, 2, 998, 999], [10, 400, 401, 700]] as [Set<Int>])
    func `The messages to blame are found, the others are published`(guilty: Set<Int>) {
        var broker = Broker(guilty: guilty)
        var batch = PublishBatch(Self.messages(1000))
        broker.publish(&batch)
        for (position, outcome) in batch.outcomes.enumerated() {
            let expected = guilty.contains(position) ? Refusal(code: 406, reason: broker.words(batch.messages[0])).outcome : .confirmed
            #expect(outcome == expected, "message \(position)")
        }
        #expect(broker.attempts <= 1 + 22 * guilty.count)
    }

    @Test func `When every message is to blame, the batch comes to its end`() {
        var broker = Broker(guilty: Set(0..<300))
        var batch = PublishBatch(Self.messages(300))
        broker.publish(&batch)
        #expect(batch.outcomes.allSatisfy { $0?.isUndeliverable == true })
        #expect(broker.attempts <= 2 * 300 + 10)
    }

    @Test(
        arguments: [
            (404, "NOT_FOUND - no exchange 'bad' in vhost '/'"),
            (403, "ACCESS_REFUSED - write access to exchange 'bad' in vhost '/' refused for user 'guest'"),
            (403, "ACCESS_REFUSED - cannot publish to internal exchange 'bad' in vhost '/'"),
        ] as [(UInt16, String)])
    func `When the broker names an exchange, its messages are to blame together`(code: UInt16, words: String) {
        var messages = Self.messages(1000)
        let guilty = Set(stride(from: 3, to: 1000, by: 2))
        for position in guilty { messages[position].exchange = "bad" }
        var broker = Broker(guilty: guilty, code: code, words: { _ in words })
        var batch = PublishBatch(messages)
        broker.publish(&batch)
        for (position, outcome) in batch.outcomes.enumerated() {
            #expect(outcome == (guilty.contains(position) ? Refusal(code: code, reason: words).outcome : .confirmed), "message \(position)")
        }
        #expect(broker.attempts == 2)
    }

    @Test func `When the broker names a topic, only its messages are to blame`() {
        var messages = Self.messages(100)
        messages[40].routingKey = "k7"
        var broker = Broker(
            guilty: [7, 40], code: 403,
            words: { "ACCESS_REFUSED - write access to topic '\($0.routingKey)' in exchange 'e' in vhost '/' refused for user 'u'" })
        var batch = PublishBatch(messages)
        broker.publish(&batch)
        #expect(batch.outcomes.indices.filter { batch.outcomes[$0] != .confirmed } == [7, 40])
        #expect(broker.attempts == 2)
    }

    @Test func `What cannot be put on the wire is known before anything is published`() {
        var messages = Self.messages(3)
        messages[1].type = String(repeating: "x", count: 256)
        var broker = Broker(guilty: [])
        var batch = PublishBatch(messages)
        broker.publish(&batch)
        #expect(batch.outcomes == [.confirmed, .invalid(reason: "the type is longer than 255 bytes"), .confirmed])
        messages = [messages[1]]
        batch = PublishBatch(messages)
        #expect(batch.nextPiece().isEmpty && !batch.hasBegun)
    }

    @Test func `A lost connection is replaced once, then what is open is unknown`() {
        var batch = PublishBatch(Self.messages(3))
        let lost = MessagingError.connectionLost(reason: "x")
        let piece = batch.nextPiece()
        batch.settle(1, .confirmed)
        batch.note(lost, on: piece)
        #expect(batch.nextPiece() == [0, 2])
        batch.note(lost, on: [0, 2])
        #expect(batch.nextPiece() == [])
        #expect(batch.outcomes == [.unknown(lost), .confirmed, .unknown(lost)])
    }
}
