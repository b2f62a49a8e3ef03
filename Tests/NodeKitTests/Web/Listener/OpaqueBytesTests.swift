import TestSupport
import Testing

@testable import NodeKit

@Suite("Bytes of header fields as texts")
struct OpaqueBytesTests {
    @Test(
        "what is well-formed UTF-8 stays as it is",
        arguments: ["", "text/plain", "é/x", "\u{ffff}\u{10ffff}", "\u{fffd}", "\u{f77f}\u{f800}"])
    func wellFormed(text: String) {
        let (escaped, left) = OpaqueBytes.escaped(Array(text.utf8))
        #expect(escaped == Array(text.utf8) && left == 0)
        #expect(OpaqueBytes.unescaped(escaped) == Array(text.utf8))
    }

    @Test(
        "what is not has characters of its own, and so have the characters that stand for it",
        arguments: [
            ([0xe9, 0x2f, 0x78], "\u{f7e9}/x"), ([0x80], "\u{f780}"), ([0xff], "\u{f7ff}"), ([0xc3, 0x2f], "\u{f7c3}/"),
            ([0xc0, 0xaf], "\u{f7c0}\u{f7af}"), ([0xed, 0xa0, 0x80], "\u{f7ed}\u{f7a0}\u{f780}"), ([0xf5], "\u{f7f5}"),
            ([0xef, 0x9f, 0xa9], "\u{f7ef}\u{f79f}\u{f7a9}"),
        ] as [([UInt8], String)])
    func malformed(bytes: [UInt8], text: String) {
        let (escaped, left) = OpaqueBytes.escaped(bytes)
        #expect(String(decoding: escaped, as: UTF8.self) == text && left == 0)
        #expect(OpaqueBytes.unescaped(escaped) == bytes)
    }

    @Test("any bytes, cut anywhere, come back as they were")
    func random() {
        var random = SplitMix64(seed: 19)
        for _ in 0..<3000 {
            // Often what looks like the beginning of something.
            let bytes =
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? UInt8.random(in: 0x80...0xff, using: &random) : [0x41, 0xef, 0x9f, 0xc3, 0xa9].randomElement(using: &random)!
                } + [0x0d]
            let cut = Int.random(in: 0...bytes.count, using: &random)
            let (first, left) = OpaqueBytes.escaped(bytes[..<cut])
            let (second, rest) = OpaqueBytes.escaped(bytes[(cut - left)...])
            #expect(rest == 0 && left <= 3)
            #expect(OpaqueBytes.unescaped(first + second) == bytes, "\(bytes) cut at \(cut)")
            #expect(first + second == OpaqueBytes.escaped(bytes).text, "\(bytes) cut at \(cut)")
        }
    }
}

@Suite("Where header fields are")
struct HeadFinderTests {
    /// Runs of what comes in one piece, or byte by byte: `f` for a byte of the fields, `-` for others.
    private func picture(_ text: String, pieces: Int, _ finder: inout HeadFinder) -> String {
        var picture = ""
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            bytes[start..<min(start + pieces, bytes.count)].withUnsafeBytes { piece in
                var piece = piece
                while !piece.isEmpty {
                    let count: Int
                    switch finder.next(piece) {
                    case .fields(let length):
                        picture += String(repeating: "f", count: length)
                        count = length
                    case .other(let length):
                        picture += String(repeating: "-", count: length)
                        count = length
                    }
                    piece = UnsafeRawBufferPointer(rebasing: piece[count...])
                }
            }
        }
        return picture
    }

    @Test("they are between the request line and the empty line, in whatever pieces they come", arguments: [1, 2, 7, 1000])
    func fields(pieces: Int) {
        for (line, fields) in [("G / H\r\n", "A: b\r\nC: d\r\n\r\n"), ("\r\nG\n", "A: b\n\n"), ("G\n", "\r\n")] {
            var finder = HeadFinder()
            let expected = String(repeating: "-", count: line.utf8.count) + String(repeating: "f", count: fields.utf8.count)
            #expect(picture(line + fields, pieces: pieces, &finder) == expected)
            finder.noteHead(bodyLength: 4)
            #expect(picture("a\n\nb", pieces: pieces, &finder) == "----")
            finder.noteEnd()
            #expect(picture(line + fields, pieces: pieces, &finder) == expected)
            finder.noteHead(bodyLength: nil)
            #expect(picture("2\r\nab\r\n0\r\n\r\n", pieces: pieces, &finder) == "------------")
        }
    }

    @Test("a body of known length and the next request in one piece are taken apart")
    func together() {
        var finder = HeadFinder()
        #expect(picture("G\nA\n\n", pieces: 100, &finder) == "--fff")
        finder.noteHead(bodyLength: 3)
        Array("abcG\n".utf8).withUnsafeBytes { #expect(finder.next($0) == .other(3)) }
    }
}
