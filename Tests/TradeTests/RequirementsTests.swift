import Foundation
import Testing

/// `docs/trade-requirements.md` and `docs/trade-worker-requirements.md` say which test shows what: tests that do not exist show nothing.
@Suite("Tables of Circular Trade's requirements")
struct TradeRequirementsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    private static let folders = [
        "TradeTests", "CircularTradeTests", "ThreadingTests", "SMPProtocolTests", "NodeKitTests", "MessagingTests",
    ]

    @Test(
        "every test that a table names exists",
        arguments: [("trade-requirements.md", 60), ("trade-worker-requirements.md", 150)] as [(String, Int)])
    func names(_ file: String, atLeast count: Int) throws {
        let table = try String(contentsOf: Self.root.appending(path: "docs/\(file)"), encoding: .utf8)
        let sources = try Self.folders.map(Self.sources).joined()
        let names = table.matches(of: #/`([A-Z][A-Za-z]*Tests)(?:\.([a-z][A-Za-z]*))?`/#)
        #expect(names.count > count)
        for name in names {
            #expect(sources.contains("struct \(name.1) {"), "\(name.0)")
            if let function = name.2 { #expect(sources.contains("func \(function)("), "\(name.0)") }
        }
    }

    private static func sources(_ folder: String) throws -> String {
        let files = try #require(
            FileManager.default.enumerator(at: root.appending(path: "Tests/\(folder)"), includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }
}
