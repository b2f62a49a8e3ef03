import NodeKit
import SMPProtocol

// What was said, and to whom.

extension SandboxAPI {
    var messageEndpoints: [Endpoint] {
        [
            Endpoint(
                method: .get, path: "/messages",
                summary: "The last 10,000 messages in both directions, or those of ?debtorId= (and &creditorId=), the oldest first",
                handler: getMessages),
            Endpoint(method: .get, path: "/peers", summary: "The nodes that are served, and whether they are cut off", isLight: true) { _ in
                let paused = await authority.paused
                return .json { json in
                    json.beginObject()
                    json.key("peers")
                    json.beginArray()
                    for peer in authority.peers {
                        json.beginObject()
                        json.member("name", peer.name)
                        json.member("isPaused", paused.contains(peer.name))
                        json.endObject()
                    }
                    json.endArray()
                    json.endObject()
                }
            },
            Endpoint(
                method: .put, path: "/peers/<any:name>", summary: "Cut a node off, or connect it again: {\"isPaused\": true}", body: .json
            ) { request in
                let isPaused = try request.decode { $0.boolean("isPaused") }
                guard await authority.setPaused(isPaused, peer: request.parameter("name")) else { throw APIError.notFound }
                return .noContent
            },
        ]
    }

    private func getMessages(_ request: APIRequest) async throws -> APIResponse {
        let selection = try request.decodeQuery { $0.selection() }
        let messages = await authority.report().messages
        return .json { json in
            json.beginObject()
            json.key("messages")
            json.beginArray()
            for entry in messages where selection.contains(AccountKey(entry.message.debtorID, entry.message.creditorID)) {
                json.beginObject()
                json.member("at", entry.at)
                json.member("direction", entry.isIncoming ? "incoming" : "outgoing")
                json.key("message")
                json.raw(entry.body)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
    }
}
