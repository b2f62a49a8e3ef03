import Foundation
import NodeKit
import SMPProtocol

// The whole state as one document (AA 12.1.9).

extension SandboxAPI {
    /// The largest snapshot that is accepted, in bytes; the limit of the web server may be lower.
    private static let maximumSnapshotBytes = 256 << 20

    var snapshotEndpoints: [Endpoint] {
        [
            Endpoint(
                method: .get, path: "/snapshot", summary: "The whole state: books, clock, and messages that are not confirmed yet"
            ) { _ in
                let json = try await authority.snapshot.json()
                return APIResponse(status: .ok, contentType: "application/json", body: Array(json))
            },
            Endpoint(
                method: .put, path: "/snapshot", summary: "Go on from such a state; what was before is forgotten",
                body: .raw(maxBytes: Self.maximumSnapshotBytes)
            ) { request in
                let (messages, ticket): (Int, Ticket)
                do {
                    (messages, ticket) = try await authority.restore(SandboxSnapshot(json: Data(request.body)))
                } catch let error as SnapshotError {
                    throw APIError(.unprocessableContent, message: "\(error)")
                }
                return try await Self.done(messages, ticket)
            },
        ]
    }
}
