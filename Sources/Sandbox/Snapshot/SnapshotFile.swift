import Foundation

/// The file that a sandbox with a memory keeps its state in.
struct SnapshotFile: Sendable {
    let path: String

    /// The last state; nil when there is none.
    ///
    /// - Throws: ``SnapshotError`` when the file cannot be read, or is no snapshot.
    func load() throws -> SandboxSnapshot? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let json: Data
        do { json = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
            throw SnapshotError(description: "\(path) cannot be read: \(error.localizedDescription)")
        }
        do { return try SandboxSnapshot(json: json) } catch { throw SnapshotError(description: "\(path): \(error)") }
    }

    /// Replaces the file as a whole: whoever reads it sees the old state or the new one. Not on the actor of the caller, as it takes a
    /// while.
    @concurrent
    func save(_ snapshot: SandboxSnapshot) async throws {
        try snapshot.json().write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
