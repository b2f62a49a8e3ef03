import Messaging
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import NodeKit

@Suite("Room for rejected messages")
struct RejectedRoomTests {
    @Test(
        "the last ones that fit together find room",
        arguments: [
            ([10, 20, 30], 60, 0), ([10, 20, 30], 59, 1), ([10, 20, 30], 50, 1), ([10, 20, 30], 49, 2), ([10, 20, 30], 29, 3),
            ([10], 0, 1), ([], 0, 0),
        ] as [([Int64], Int64, Int)])
    func overflow(sizes: [Int64], limit: Int64, expected: Int) {
        #expect(RejectedRoom(keptBytes: 1000, limitBytes: limit).overflow(sizes) == expected)
    }

    @Test("what is kept and what comes fit together, or so much must go")
    func excess() {
        let room = RejectedRoom(keptBytes: 70, limitBytes: 100)
        #expect(room.excess(adding: 30) == 0)
        #expect(room.excess(adding: 31) == 1)
    }

    @Test(
        "the oldest go, no more of them than have to",
        arguments: [([10, 20, 30], 0, 0), ([10, 20, 30], 1, 1), ([10, 20, 30], 10, 1), ([10, 20, 30], 11, 2), ([10, 20, 30], 99, 3)]
            as [([Int64], Int64, Int)])
    func leaving(sizes: [Int64], bytes: Int64, expected: Int) {
        #expect(RejectedRoom.leaving(sizes, toFree: bytes) == expected)
    }
}

@Suite("Copies of rejected messages", .timeLimit(.minutes(2)))
struct RejectedMessagesTests {
    static let migrations = [Migration(number: 1, name: "rejected", sql: RejectedMessages.schema)]

    private static func message(_ text: String, size: Int = 1000) -> RejectedMessage {
        let body = Array(text.utf8) + [UInt8](repeating: 0x20, count: size - text.utf8.count)
        let delivery = Delivery(
            tag: DeliveryTag(connection: 1, number: 1), contentType: "application/json", type: "AccountPurge", body: body)
        return RejectedMessage(delivery, from: "queue", reason: "wrong")
    }

    private static func texts(_ database: Database) async throws -> [String] {
        let ids = try await RejectedMessages.oldest(1000, after: 0, in: database)
        return try await RejectedMessages.messages(ids, in: database).map { kept in
            String(decoding: kept.message.body.prefix { $0 != 0x20 }, as: UTF8.self)
        }
    }

    @Test("a message comes back as it was: its properties, its headers, every byte; zeros in texts do not matter")
    func comesBack() async throws {
        let headers = [
            Field("message-type", "AccountPurge"), Field("debtor-id", -3), Field("ca-trade", true), Field("x-death", .array([])),
        ]
        let delivery = Delivery(
            tag: DeliveryTag(connection: 1, number: 1), exchange: "to\0trade", routingKey: "a\0b", contentType: "x/\0", type: "T\0",
            appID: "a\0",
            headers: headers + [Field("a\0b", .string("c\0d"))], body: [0, 0xff, 0x7b])
        let message = RejectedMessage(delivery, from: "queue", reason: "why\0 " + String(repeating: "y", count: 5000))
        try await TestDatabase.with(migrations: Self.migrations) { database in
            #expect(try await RejectedMessages.keep([message], limitBytes: 1 << 20, in: database) == 0)
            let id = try #require(try await RejectedMessages.newest(1, in: database).first).messageID
            let kept = try #require(try await RejectedMessages.messages([id], in: database).first).message
            #expect(kept == message)
            #expect(kept.reason.count == 1000 && kept.type == "T\u{FFFD}" && kept.isWhole)
            let again = kept.outgoing
            #expect(again.exchange == "" && again.routingKey == "queue" && again.isMandatory && again.body == [0, 0xff, 0x7b])
            #expect(again.headers == headers.dropLast() + [Field("a\0b", .string("c\0d"))])
        }
    }

    @Test("the newest are kept, as many as there is room for, and those that had to go are counted")
    func room() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            let one = Self.message("x").keptBytes
            var dropped = 0
            for number in 1...7 {
                dropped += try await RejectedMessages.keep([Self.message("\(number)")], limitBytes: 3 * one, in: database)
            }
            #expect(dropped == 4)
            #expect(try await Self.texts(database) == ["5", "6", "7"])
            #expect(try await RejectedMessages.total(in: database) == .init(keptBytes: 3 * one, droppedCount: 4))
            // A batch that is larger than all the room leaves its last ones.
            #expect(try await RejectedMessages.keep((10...14).map { Self.message("\($0)") }, limitBytes: 3 * one, in: database) == 5)
            #expect(try await Self.texts(database) == ["12", "13", "14"])
            #expect(try await RejectedMessages.keep([Self.message("20")], limitBytes: 0, in: database) == 4)
            #expect(try await Self.texts(database) == [])
            #expect(try await RejectedMessages.total(in: database) == .init(keptBytes: 0, droppedCount: 13))
        }
    }

    @Test("many who keep and forget at once do not exceed the room, and the total is that of the rows")
    func together() async throws {
        try await TestDatabase.with(migrations: Self.migrations) { database in
            let one = Self.message("x").keptBytes
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        for number in 0..<20 {
                            let batch = (0..<5).map { Self.message("\(worker).\(number).\($0)") }
                            try await RejectedMessages.keep(batch, limitBytes: 40 * one, in: database)
                            let ids = try await RejectedMessages.oldest(2, after: 0, in: database)
                            try await RejectedMessages.forget(ids, in: database)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let sum: Int64 = try await database.query("SELECT coalesce(sum(kept_bytes), 0)::bigint FROM rejected_message")[0][0]
            let total = try await RejectedMessages.total(in: database)
            #expect(total.keptBytes == sum && sum <= 40 * one)
        }
    }
}
