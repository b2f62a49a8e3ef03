import CRabbitMQ
import Foundation
import TestSupport
import Testing

@testable import Messaging

@Suite struct WireTests {
    static let fields = [
        Field("bool", true), Field("small", .int(-1)), Field("large", .int(.min)), Field("limit", .int(Int64(Int32.max))),
        Field("over", .int(Int64(Int32.max) + 1)), Field("text", "é€"), Field("empty", ""), Field("time", .timestamp(1)),
        Field("number", .double(-0.5)), Field("decimal", .decimal(scale: 2, value: 314)), Field("bytes", .bytes([0, 255])),
        Field("void", .void), Field("array", .array([1, "x", .table([Field("inner", 2)])])), Field("table", .table([])),
    ]

    private func encode(_ fields: [Field]) throws -> [UInt8] {
        let pool = FieldPool()
        var table = pool.table(fields)
        var buffer = [UInt8](repeating: 0, count: 4096)
        var offset = 0
        let status = buffer.withUnsafeMutableBytes {
            amqp_encode_table(amqp_bytes_t(len: $0.count, bytes: $0.baseAddress), &table, &offset)
        }
        try #require(status == 0)
        return Array(buffer[..<offset])
    }

    /// - Returns: nil when librabbitmq refuses the bytes.
    private func decode(_ bytes: [UInt8]) -> [Field]? {
        var pool = amqp_pool_t()
        var table = amqp_table_t()
        var offset = 0
        var bytes = bytes
        init_amqp_pool(&pool, 4096)
        defer { empty_amqp_pool(&pool) }
        return bytes.withUnsafeMutableBytes { bytes in
            guard amqp_decode_table(amqp_bytes_t(len: bytes.count, bytes: bytes.baseAddress), &pool, &table, &offset) == 0 else {
                return nil
            }
            var cache = TextCache()
            return table.fields(&cache)
        }
    }

    @Test func `Fields survive the wire`() throws {
        #expect(decode(try encode(Self.fields)) == Self.fields)
    }

    @Test func `Integers are written with the letters of SMP 6-2`() throws {
        #expect(try encode([Field("a", .int(-2))]) == [0, 0, 0, 7, 1, 97, UInt8(ascii: "I"), 0xff, 0xff, 0xff, 0xfe])
        #expect(
            try encode([Field("a", .int(-0x1_0000_0000))])
                == [0, 0, 0, 11, 1, 97, UInt8(ascii: "l"), 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])
        #expect(try encode([Field("a", "b")]) == [0, 0, 0, 8, 1, 97, UInt8(ascii: "S"), 0, 0, 0, 1, 98])
    }

    @Test func `A negative integer with the letter L stays negative`() {
        let bytes: [UInt8] = [0, 0, 0, 11, 1, 97, UInt8(ascii: "L"), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]
        #expect(decode(bytes) == [Field("a", .int(-2))])
    }

    /// As deep as one frame of the default size can hold, on a stack like that of the connection's thread.
    @Test func `Tables nested without end do not exhaust the stack`() async {
        var bytes: [UInt8] = []
        let depth = 131_072 / 6
        for level in 0..<depth {
            let rest = UInt32((depth - level - 1) * 6)
            withUnsafeBytes(of: rest.bigEndian) { bytes += $0 }
            if level < depth - 1 { bytes += [0, UInt8(ascii: "F")] }
        }
        let hostile = bytes
        let isDone = await withCheckedContinuation { continuation in
            let thread = Thread {
                _ = self.decode(hostile)
                continuation.resume(returning: true)
            }
            thread.stackSize = BrokerConnection.stackBytes
            thread.start()
        }
        #expect(isDone)
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `Mutated tables are read or refused, without a crash`(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let original = try encode(Self.fields)
        for _ in 0..<5000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0 ... .max, using: &generator)
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            _ = decode(bytes)
        }
    }

    // MARK: Assembling

    private func begin(_ assembler: inout ContentAssembler, number: UInt64) {
        var deliver = amqp_basic_deliver_t()
        deliver.delivery_tag = number
        _ = assembler.take(method: crabbitmq_basic_deliver, decoded: &deliver)
    }

    private func number(_ event: BrokerEvent?) -> UInt64? {
        if case .delivery(let number, _, _)? = event { number } else { nil }
    }

    private func content(_ event: BrokerEvent?) -> ReceivedContent? {
        if case .delivery(_, _, let content)? = event { content } else { nil }
    }

    @Test func `A message is put together from fragments`() {
        var assembler = ContentAssembler()
        var properties = amqp_basic_properties_t()
        begin(&assembler, number: 7)
        #expect(number(assembler.take(properties: &properties, encodedBytes: 2, bodySize: 5, limit: 100)) == nil)
        #expect(number([UInt8]([1, 2]).withUnsafeBytes { assembler.take(body: $0) }) == nil)
        let event = [UInt8]([3, 4, 5]).withUnsafeBytes { assembler.take(body: $0) }
        #expect(number(event) == 7)
        #expect(content(event)?.body == [1, 2, 3, 4, 5])
        #expect(content(event)?.contentType == nil)
    }

    @Test func `An empty body needs no fragment`() {
        var assembler = ContentAssembler()
        var properties = amqp_basic_properties_t()
        begin(&assembler, number: 1)
        #expect(content(assembler.take(properties: &properties, encodedBytes: 2, bodySize: 0, limit: 100))?.body == [])
    }

    @Test func `Of a body over the limit only the beginning is kept, and its size told`() {
        var assembler = ContentAssembler()
        var properties = amqp_basic_properties_t()
        begin(&assembler, number: 1)
        #expect(number(assembler.take(properties: &properties, encodedBytes: 2, bodySize: 10_000, limit: 9_999)) == nil)
        let fragment = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(number(fragment.withUnsafeBytes { assembler.take(body: $0) }) == nil)
        let event = fragment.withUnsafeBytes { assembler.take(body: $0) }
        #expect(content(event)?.bodySize == 10_000 && content(event)?.propertiesSize == 2)
        #expect(content(event)?.body == Array(fragment[..<4096]))
    }

    @Test func `Frames without a beginning are ignored`() {
        var assembler = ContentAssembler()
        var properties = amqp_basic_properties_t()
        #expect(number(assembler.take(properties: &properties, encodedBytes: 2, bodySize: 0, limit: 100)) == nil)
        #expect(number([UInt8](repeating: 1, count: 4).withUnsafeBytes { assembler.take(body: $0) }) == nil)
    }

    @Test func `What cannot be put on the wire is found before anything is sent`() {
        var message = ReturnMatcherTests.message("k", "b")
        #expect(message.defect == nil)
        message.routingKey = String(repeating: "k", count: 256)
        #expect(message.defect == "the routing key is longer than 255 bytes")
        message.routingKey = ""
        message.headers = [Field("text", .string(String(repeating: "x", count: 3000)))]
        #expect(message.defect == "the headers take 3010 bytes, more than 2048")
    }
}
