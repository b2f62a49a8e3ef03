import SMPProtocol
import Testing

@Suite("UUIDs of transfers")
struct UUIDTests {
    private let canonical = "5d2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10"

    @Test("a path holds the canonical form, in either case")
    func path() {
        #expect(TransferUUID(path: canonical)?.text == canonical)
        #expect(TransferUUID(path: canonical.uppercased())?.text == canonical)
        for wrong in ["", "x", canonical.replacing("-", with: ""), "{\(canonical)}", canonical + "0", canonical.replacing("5", with: "g")] {
            #expect(TransferUUID(path: wrong) == nil, "\(wrong)")
        }
    }

    @Test("a body may write it without hyphens, in braces, or as a URN", arguments: ["", "{", "urn:uuid:"])
    func lenient(prefix: String) {
        let suffix = prefix == "{" ? "}" : ""
        #expect(TransferUUID(lenient: prefix + canonical + suffix)?.text == canonical)
        #expect(TransferUUID(lenient: prefix + canonical.uppercased().replacing("-", with: "") + suffix)?.text == canonical)
    }

    @Test("what is no UUID is refused", arguments: ["", "123", "%#^", "zz2f1c1e-7a3b-4f53-9a3c-0f4c3b9d1a10"])
    func wrong(text: String) { #expect(TransferUUID(lenient: text) == nil) }

    @Test("the order is that of the numbers that the texts show")
    func order() {
        let sorted = [
            "00000000-0000-0000-0000-0000000000ff", "00000000-0000-0001-0000-000000000000", "80000000-0000-0000-0000-000000000000",
        ]
        #expect(sorted.reversed().compactMap { TransferUUID(path: $0) }.sorted().map(\.text) == sorted)
    }
}
