import Testing

@testable import Messaging

@Suite struct ReturnMatcherTests {
    static func message(_ key: String, _ body: String, mandatory: Bool = true) -> OutgoingMessage {
        OutgoingMessage(
            exchange: "e", routingKey: key, isMandatory: mandatory, type: "T", appID: "a", headers: [Field("n", 1)],
            body: [UInt8](body.utf8))
    }

    static func returned(_ message: OutgoingMessage) -> ReceivedContent {
        ReceivedContent(
            exchange: message.exchange, routingKey: message.routingKey, type: message.type, headers: message.headers, body: message.body)
    }

    @Test func `Returns are found in the order of publishing, and out of it`() {
        let messages = [
            Self.message("k", "1", mandatory: false), Self.message("k", "1"), Self.message("k", "2"), Self.message("k", "1"),
            Self.message("other", "1"),
        ]
        var matcher = ReturnMatcher()
        var open = Set(messages.indices)
        func find(_ content: ReceivedContent) -> Int? {
            let found = matcher.position(
                of: content, count: messages.count, message: { messages[$0] }, awaitsReturn: { open.contains($0) })
            if let found { open.remove(found) }
            return found
        }
        #expect(find(Self.returned(messages[1])) == 1)
        #expect(find(Self.returned(messages[3])) == 3)
        #expect(find(Self.returned(messages[2])) == 2)
        #expect(find(Self.returned(messages[2])) == nil)
        #expect(find(Self.returned(messages[4])) == 4)
    }
}
