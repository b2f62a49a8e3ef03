import Foundation
import NodeKit
import Persistence
import Testing

@Suite("Embedded resources")
struct EmbeddedResourceTests {
    /// The folder `services` of the package: four above this file.
    private static let services = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }.appending(
        path: "services")

    @Test("every description of an API and every migration of the folder services is embedded, in order, unchanged")
    func completeness() throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.services.path)
        let wanted = paths.filter { $0.hasSuffix("/openapi.json") || $0.contains("/migrations/") && $0.hasSuffix("/up.sql") }.sorted()
        #expect(!wanted.isEmpty)
        #expect(EmbeddedResource.all.map(\.path) == wanted)
        for resource in EmbeddedResource.all {
            #expect(try Data(contentsOf: Self.services.appending(path: resource.path)) == Data(resource.bytes), "\(resource.path)")
        }
    }

    @Test("the folders of migrations are numbered 1, 2, 3…, and give the names of the steps", arguments: ["debtors", "creditors"])
    func migrations(_ service: String) {
        let migrations = Migration.embedded(in: "\(service)/migrations")
        #expect(migrations.map(\.number) == migrations.indices.map { Int32($0) + 1 })
        #expect(migrations[0].name == service)
        #expect(migrations[0].sql == EmbeddedResource.at("\(service)/migrations/0001-\(service)/up.sql").text)
    }

    @Test("the version is that of the file VERSION")
    func version() throws {
        let file = Self.services.deletingLastPathComponent().appending(path: "VERSION")
        #expect(try String(contentsOf: file, encoding: .utf8) == Release.version + "\n")
    }
}
