import BenchmarkKit
import SMPProtocol

/// Measures one type of message.
enum CodecRun {
    /// Long enough that the clock does not matter.
    private static let minimumSeconds = 2.0

    static func cases<Message: SMPMessage>(of messages: [Message]) -> [BenchmarkReport.Case] {
        let documents = messages.map { $0.encoded() }
        let bridged = documents.map(SampleMessages.bridged)
        return [
            decode(Message.self, documents, "decode \(Message.typeName)"),
            decode(Message.self, bridged, "decode \(Message.typeName), bridged"),
            encode(messages, "encode \(Message.typeName)"),
        ]
    }

    /// Keys of ids, each with an MD5 digest.
    static func routingKeys() -> BenchmarkReport.Case {
        repeated("bin key of an id", 10_000) {
            (0..<10_000).reduce(into: 0) { sum, id in sum += Int64(RoutingKey.binary(CreditorID(id)).utf8.count) }
        }
    }

    static func averageSize(_ messages: [some SMPMessage]) -> Int {
        messages.reduce(0) { $0 + $1.encoded().count } / messages.count
    }

    private static func decode<Message: SMPMessage>(
        _ type: Message.Type, _ documents: [[UInt8]], _ name: String
    ) -> BenchmarkReport.Case {
        repeated(name, documents.count) {
            var checksum: Int64 = 0
            for document in documents {
                guard let message = try? Message(json: document) else { preconditionFailure("a sample is not valid") }
                checksum &+= message.ts.rawValue
            }
            return checksum
        }
    }

    private static func encode(_ messages: [some SMPMessage], _ name: String) -> BenchmarkReport.Case {
        repeated(name, messages.count) {
            var writer = JSONWriter()
            var checksum: Int64 = 0
            for message in messages {
                message.encode(into: &writer)
                checksum &+= Int64(writer.finish().count)
            }
            return checksum
        }
    }

    /// Runs a round once to warm up, then until the time is over. All rounds must do the same.
    private static func repeated(_ name: String, _ itemsPerRound: Int, _ round: () -> Int64) -> BenchmarkReport.Case {
        let expected = round()
        let clock = ContinuousClock()
        let start = clock.now
        let measurement = Measurement.start(of: [.current(name: "node")])
        var rounds = 0
        repeat {
            precondition(round() == expected)
            rounds += 1
        } while clock.now - start < .seconds(minimumSeconds)
        return measurement.finish(case: name, items: rounds * itemsPerRound)
    }
}
