import Foundation
import Testing

/// `docs/debtors-requirements.md` says which test shows what: tests that do not exist show nothing.
@Suite("Table of requirements")
struct RequirementsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

    @Test("every test that the table names exists")
    func names() throws {
        let table = try String(contentsOf: Self.root.appending(path: "docs/debtors-requirements.md"), encoding: .utf8)
        let sources = try ["Tests/DebtorsTests", "Tests/NodeKitTests"].map(Self.sources).joined()
        let names = table.matches(of: #/`([A-Z][A-Za-z]*)?\.?([a-z][A-Za-z]*)?`/#)
        #expect(names.count > 100)
        for name in names {
            if let suite = name.1 { #expect(sources.contains("struct \(suite) {"), "\(name.0)") }
            if let function = name.2 { #expect(sources.contains("func \(function)("), "\(name.0)") }
        }
    }

    private static func sources(_ folder: String) throws -> String {
        let files = try #require(FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }
}
