import Logging
import Messaging
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import NodeKit

@Suite("Commands about rejected messages", .timeLimit(.minutes(2)))
struct RejectedAdministrationTests {
    /// What a command has written.
    private final class Screen: Sendable {
        private let state = Mutex("")
        var text: String { state.withLock { $0 } }
        func write(_ text: String) { state.withLock { $0 += text } }
    }

    private static func message(_ name: String, queue: String = "queue", reason: String = "wrong") -> RejectedMessage {
        let delivery = Delivery(
            tag: DeliveryTag(connection: 1, number: 1), routingKey: "a\nb", contentType: "x\ry", type: name, body: Array("{}".utf8))
        return RejectedMessage(delivery, from: queue, reason: reason)
    }

    private static func with(
        queues: [QueueAddress] = [], _ body: @Sendable (RejectedAdministration, Screen) async throws -> Void
    ) async throws {
        try await TestDatabase.with(migrations: RejectedMessagesTests.migrations) { database in
            let screen = Screen()
            let desk = RejectedAdministration(
                database: database, queues: queues, write: { screen.write($0) }, logger: Logger(label: "swpt_mint"))
            try await body(desk, screen)
        }
    }

    @Test("whatever others have written, each message is one line, and nothing reaches the terminal that it would obey")
    func oneLine() async throws {
        try await Self.with { desk, screen in
            let names = ["Account\nPurge", "Account\r\nPurge", "\u{1b}[2JAccountPurge", "Account\u{85}Purge"]
            for name in names { try await RejectedMessages.keep([Self.message(name)], limitBytes: 1 << 20, in: desk.database) }
            #expect(try await desk.list(limit: 10, before: nil) == 0)
            let lines = screen.text.split(separator: "\n", omittingEmptySubsequences: false)
            // One for all of them, and what follows the last line break.
            #expect(lines.count == names.count + 2, "\(screen.text)")
            #expect(zip(lines, ["4  ", "3  ", "2  ", "1  "]).allSatisfy { $0.hasPrefix($1) }, "\(screen.text)")
            #expect(screen.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
        }
    }

    @Test("a list goes on before a number")
    func before() async throws {
        try await Self.with { desk, screen in
            for name in ["A", "B", "C"] { try await RejectedMessages.keep([Self.message(name)], limitBytes: 1 << 20, in: desk.database) }
            #expect(try await desk.list(limit: 1, before: 3) == 0)
            #expect(screen.text.hasPrefix("2  ") && screen.text.split(separator: "\n").count == 2, "\(screen.text)")
        }
    }

    @Test("a message of a queue that the node does not have stays, and so does one that is not there")
    func foreignQueue() async throws {
        try await Self.with { desk, screen in
            try await RejectedMessages.keep([Self.message("A", queue: "old\nqueue")], limitBytes: 1 << 20, in: desk.database)
            #expect(try await desk.resend([1, 2]) == false)
            #expect(screen.text == "1: not sent: the node has no queue old\\nqueue\n2: there is no such message\n")
            #expect(try await RejectedMessages.oldest(10, after: .first, in: desk.database) == [1])
        }
    }

    @Test("while the broker does not answer to what is sent again, the node goes on rejecting")
    func silentBroker() async throws {
        let broker = try LocalServer { connection in connection.waitForEnd() }
        defer { broker.close() }
        let address = QueueAddress(url: Secret("amqp://guest:guest@127.0.0.1:\(broker.port)"), queue: "queue")
        try await Self.with(queues: [address]) { desk, _ in
            try await RejectedMessages.keep([Self.message("A")], limitBytes: 1 << 20, in: desk.database)
            let end = Screen()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    _ = try? await desk.resend([1])
                    end.write("resent")
                }
                try await TestBroker.eventually("it is being sent") { broker.acceptedCount > 0 }
                try await RejectedMessages.keep([Self.message("B")], limitBytes: 1 << 20, in: desk.database)
                #expect(try await RejectedMessages.oldest(10, after: .first, in: desk.database) == [1, 2])
                #expect(end.text == "", "rejecting has waited for the broker")
                group.cancelAll()
            }
        }
    }
}
