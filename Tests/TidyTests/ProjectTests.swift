import Foundation
import Testing

@testable import Tidy

/// The project keeps its rules (docs/architecture.md says them).
@Suite("This project")
struct ProjectTests {
    /// The folder of the package, two above this file.
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let project = Result { try Project(folder: folder.path) }

    @Test("keeps every rule", arguments: Check.all.map(\.name))
    func rules(_ name: String) throws {
        let check = try #require(Check.all.first { $0.name == name })
        let findings = check.findings(try Self.project.get())
        for found in Dictionary(grouping: findings, by: \.area).values {
            Issue.record("\(name):\n\(found.sorted().map(\.description).joined(separator: "\n"))")
        }
    }

    @Test("was read whole")
    func isComplete() throws {
        let project = try Self.project.get()
        for area in ["Sources/NodeKit", "Tests/TidyTests", "services/debtors", "Benchmarks/Sources/BenchmarkKit"] {
            #expect(project.sources.contains { $0.area == area }, "\(area)")
        }
        for path in ["README.md", "docs/architecture.md"] { #expect(project.documents.contains { $0.path == path }, "\(path)") }
        for path in ["scripts/test", "scripts/lib/common.sh", ".ci/run"] { #expect(project.others.contains { $0.path == path }, "\(path)") }
        #expect(!project.sources.contains { $0.path.contains(".build") })
    }
}

extension Finding {
    /// The first two folders of the path.
    fileprivate var area: String { path.split(separator: "/").dropLast().prefix(2).joined(separator: "/") + "/" }
}
