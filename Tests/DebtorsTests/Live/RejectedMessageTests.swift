import Foundation
import Messaging
import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("Rejected messages", .usesBroker, .timeLimit(.minutes(5)))
struct RejectedMessageTests {
    /// Not what the schema of the type wants. It ends with what would clear a terminal.
    private static let poison = "{\"type\":\"AccountPurge\",\"debtor_id\":\"\u{1b}[2J\"}"

    private static func publish(_ body: String, _ node: LiveNode) async throws {
        try await node.broker.publish([node.broker.message(Array(body.utf8), to: node.queue, type: "AccountPurge")])
    }

    private static func outputs(of arguments: [String], _ node: LiveNode) async throws -> (status: Int32, text: String) {
        let before = node.output.utf8.count
        let status = try await node.program.run(arguments)
        return (status, String(decoding: node.output.utf8.dropFirst(before), as: UTF8.self))
    }

    private static func count(_ database: Database) async throws -> Int64 {
        try await database.query("SELECT count(*) FROM rejected_message")[0][0]
    }

    @Test("what is rejected is listed, shown, sent again, rejected again, and forgotten, on whatever broker")
    func commands() async throws {
        try await LiveNode.with { node async throws in
            let database = Database(url: node.url, logger: TestDatabase.quietLogger)
            try await node.running {
                try await Self.publish(Self.poison, node)
                try await TestBroker.eventually("a copy is kept") { try await Self.count(database) == 1 }
            }
            let list = try await Self.outputs(of: ["rejected_messages", "list"], node)
            #expect(list.status == 0 && list.text.contains("1  ") && list.text.contains("AccountPurge"), "\(list.text)")
            let shown = try await Self.outputs(of: ["rejected_messages", "show", "1"], node)
            #expect(shown.status == 0 && shown.text.contains("queue: \(node.queue)"), "\(shown.text)")
            #expect(shown.text.contains(#"{"type":"AccountPurge","debtor_id":"\u{1b}[2J"}"#), "\(shown.text)")
            #expect(try await node.run("rejected_messages", "show", "2") == 1)
            #expect(try await node.run("rejected_messages", "resend") == 2)
            #expect(try await node.run("rejected_messages", "resend", "7") == 1)

            let sent = try await Self.outputs(of: ["rejected_messages", "resend", "--all"], node)
            #expect(sent.status == 0 && sent.text.contains("1: sent again to \(node.queue)"), "\(sent.text)")
            #expect(try await Self.count(database) == 0)
            try await node.running { try await TestBroker.eventually("rejected again") { try await Self.count(database) == 1 } }
            #expect(try await node.run("rejected_messages", "forget", "2") == 0)
            #expect(try await node.run("rejected_messages", "forget", "2") == 1)
            #expect(try await Self.count(database) == 0)
            await database.close()
        }
    }

    @Test("configure says when the broker is one that loses dead letters, and only then")
    func version() async throws {
        try await LiveNode.with { node async throws in
            let version = try #require(try await node.broker.commands.version())
            let said = try await Self.outputs(of: ["configure"], node)
            let isTold = said.text.contains("RabbitMQ \(version) loses what should go to a dead-letter queue")
            #expect(isTold == !version.deliversDeadLettersToStreams, "\(said.text)")
        }
    }
}
