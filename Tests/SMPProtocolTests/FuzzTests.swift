import SMPProtocol
import TestSupport
import Testing

/// Mutated documents: no crash, no hang, nothing that decodes and then encodes to something that decodes differently.
@Suite("Messages: mutated documents")
struct FuzzTests {
    /// Valid bodies of every type, and some invalid ones.
    private static let bodies: [(kind: MessageKind, bytes: [UInt8])] = VectorFile.load("messages").members.flatMap { member in
        let kind = MessageKind(typeName: member.value["type"].text)!
        let vectors = member.value["valid"].list + member.value["invalid"].list.prefix(5)
        return vectors.map { (kind, $0["body"].text.bytes) }
    }

    @Test(
        "mutated documents are decoded the same way again, or refused the same way by both readers",
        arguments: Array(1...40) as [UInt64])
    func mutations(seed: UInt64) throws {
        var mutator = Mutator(seed: seed)
        var counts: [Verdict: Int] = [:]
        for round in 0..<5200 {
            let (kind, body) = Self.bodies.randomElement(using: &mutator.generator)!
            let mutated = mutator.mutate(body)
            let verdict = Self.verdict(kind.messageType, mutated)
            if case .wrong(let complaint) = verdict {
                let text = String(decoding: mutated, as: UTF8.self)
                try #require(Bool(false), "\(complaint): seed \(seed), round \(round), \(kind): \(text)")
            }
            counts[verdict, default: 0] += 1
        }
        // A test whose documents were all refused for the same reason would show nothing.
        for verdict in [Verdict.valid, .invalid, .malformed] {
            #expect(counts[verdict, default: 0] > 500, "seed \(seed): \(counts)")
        }
    }

    private enum Verdict: Hashable {
        case valid, invalid, malformed
        case wrong(String)
    }

    /// How a document is treated.
    private static func verdict<Message: SMPMessage>(_ type: Message.Type, _ bytes: [UInt8]) -> Verdict {
        let tree = try? JSONValue(json: bytes, limits: .message)
        do throws(MessageError) {
            let message = try Message(json: bytes)
            let encoded = message.encoded()
            guard tree != nil else { return .wrong("the tree reader refuses a valid message") }
            guard let again = try? Message(json: encoded) else { return .wrong("what was written is not valid") }
            guard again == message, again.encoded() == encoded else { return .wrong("what was written means something else") }
            return .valid
        } catch {
            switch error {
            case .malformed: return tree == nil ? .malformed : .wrong("the tree reader accepts a malformed document")
            case .invalid(let issues):
                return tree == nil || issues.isEmpty ? .wrong("the verdicts of the readers differ") : .invalid
            }
        }
    }
}

/// Damages documents in ways that parsers dislike.
private struct Mutator {
    var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    /// What is put between or in place of bytes.
    private static let pieces: [[UInt8]] =
        (numbers + texts).map { Array($0.utf8) }
        + [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\u00e9", "\\n",
            "\u{0}", "\u{feff}",
            "é", "😀", "\u{2028}", "null", "true", "false", "NaN", "-Infinity", " ", "\n", "\t", "\"debtor_id\":0,",
            "\"type\":\"\\u0041\",",
            ",\"ts\":\"2022-01-01T00:00:00Z\"", "{\"a\":[{}]}", "[[[[]]]]", "\u{7f}",
        ].map { Array($0.utf8) } + [[0x80], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]

    private static let numbers = [
        "0", "-", "-0", "-0.0", "1", "7", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616", "1e400", "-1e-400", "1.5", "1e3", "0.1e-1", "1E+2", "4.9e-324", "3.4028236e38", "16777217",
        "1e30", "33554433",
        "\"123\"", "\" +5 \"", "\"1_0\"", "0.0000000000000000000000000000000001", "123456789012345678901234567890",
        "0.30000000000000004", "499.99",
    ]

    private static let texts = [
        "\"nan\"", "\"2022-01-01T00:00:00\"", "\"9999-12-31T23:59:59-23:59\"", "\"0001-01-01T00:00+23:59\"",
        "\"2022-1-1 1:1:1.1234567+05\"",
        "\"2024-02-29\"", "\"1-1-1\"", "\"direct\"", "\"issuing\"", "\"agent\"", "\"OK\"", "\"\"", "\"\\u00e9\\ud83d\\ude00\\n\"",
        "\"\\/\\\"\\\\\"", "\"e\u{301}\"",
        "\"\u{e9}\u{2028}\"", "\"\u{7f}\\u0001\"", "\"x\"",
    ]

    mutating func mutate(_ body: [UInt8]) -> [UInt8] {
        var bytes = body
        for _ in 0..<[1, 1, 1, 2, 4].randomElement(using: &generator)! {
            if Bool.random(using: &generator) { damage(&bytes) } else { disguise(&bytes) }
        }
        return bytes
    }

    /// Changes bytes without a thought.
    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 1...8, using: &generator)))
        case 3: bytes.insert(contentsOf: piece(), at: index)
        case 4: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 40)], at: index)
        default: bytes.removeSubrange(index...)
        }
    }

    /// Makes changes after which most documents are still well-formed.
    private mutating func disguise(_ bytes: inout [UInt8]) {
        guard let brace = bytes.firstIndex(of: UInt8(ascii: "{")) else { return }
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.insert(contentsOf: Array("\"x\\n\":".utf8) + piece() + [UInt8(ascii: ",")], at: brace + 1)
        case 1:
            let index = Int.random(in: brace..<bytes.count, using: &generator)
            if let digit = bytes[index...].firstIndex(where: { (0x30...0x39).contains($0) }) {
                bytes[digit] = UInt8.random(in: 0x30...0x39, using: &generator)
            }
        default: replaceValue(&bytes, after: Int.random(in: brace..<bytes.count, using: &generator))
        }
    }

    /// Puts a piece, mostly of the same kind, in place of the next value.
    private mutating func replaceValue(_ bytes: inout [UInt8], after index: Int) {
        guard let colon = bytes[index...].firstIndex(of: UInt8(ascii: ":")) else { return }
        let end = bytes[colon...].firstIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") } ?? bytes.count
        let isText = bytes[colon..<end].contains(UInt8(ascii: "\""))
        let alike = Array((isText ? Self.texts : Self.numbers).randomElement(using: &generator)!.utf8)
        bytes.replaceSubrange((colon + 1)..<end, with: Int.random(in: 0..<4, using: &generator) == 0 ? piece() : alike)
    }

    private mutating func piece() -> [UInt8] { Self.pieces.randomElement(using: &generator)! }
}
