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
        let allowed = try Self.known(of: name)
        for (area, found) in Dictionary(grouping: findings, by: \.area) where found.count > allowed[area, default: 0] {
            let number = allowed[area].map { " (\($0) are known so far, these are \(found.count))" } ?? ""
            Issue.record("\(name)\(number):\n\(found.sorted().map(\.description).joined(separator: "\n"))")
        }
        let areas = Set(findings.map(\.area))
        for area in allowed.keys where !areas.contains(area) {
            Issue.record("Tests/TidyTests/known.txt: \(area) is clean: remove its line of \(name)")
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

    /// How many findings of a rule each area still has: lines of rule, area and number. They only become fewer.
    private static func known(of name: String) throws -> [String: Int] {
        let text = try String(contentsOf: folder.appending(path: "Tests/TidyTests/known.txt"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Dictionary(uniqueKeysWithValues: lines.filter { $0[0] == name }.map { ($0[1], Int($0[2])!) })
    }
}

extension Finding {
    /// The first two folders of the path.
    fileprivate var area: String { path.split(separator: "/").dropLast().prefix(2).joined(separator: "/") + "/" }
}
