import HTTPTypes
import NodeKit
import SMPProtocol

/// An operation of the sandbox's API with what people should know of it.
struct Endpoint: Sendable {
    let method: HTTPRequest.Method
    /// As in a `Route`.
    let path: String
    let summary: String
    var body = Route.Body.ignored
    var isLight = false
    let handler: Route.Handler

    /// Everybody may do everything: the sandbox has nothing to protect.
    var route: Route { Route(method, path, .open, body: body, isLight: isLight, handler: handler) }

    /// The path as OpenAPI writes it: `/documents/{name}`.
    var template: String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            guard segment.hasPrefix("<"), let colon = segment.firstIndex(of: ":") else { return String(segment) }
            return "{\(segment[segment.index(after: colon)...].dropLast())}"
        }.joined(separator: "/")
    }
}

extension [Endpoint] {
    /// The description of the API.
    func openAPI() -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("openapi", "3.0.2")
        json.key("info")
        json.beginObject()
        json.member("title", "Sandbox API")
        json.member("version", "v1")
        json.member("description", "An accounting authority in memory, for demonstrations and tests only. Everybody may do everything.")
        json.endObject()
        json.key("paths")
        json.beginObject()
        for path in Set(map(\.template)).sorted() {
            json.key(text: path)
            json.beginObject()
            for endpoint in self where endpoint.template == path {
                json.key(text: endpoint.method.rawValue.lowercased())
                endpoint.describe(to: &json)
            }
            json.endObject()
        }
        json.endObject()
        json.endObject()
        return json.finish()
    }

    /// The same for a terminal.
    func index() -> String {
        let lines = map { endpoint in
            let operation = "\(endpoint.method.rawValue) \(endpoint.template)"
            return operation + String(repeating: " ", count: Swift.max(1, 30 - operation.count)) + endpoint.summary
        }
        return (["An accounting authority in memory, for demonstrations and tests only.", ""] + lines + [""]).joined(separator: "\n")
    }
}

extension Endpoint {
    fileprivate func describe(to json: inout JSONWriter) {
        json.beginObject()
        json.member("summary", summary)
        let parameters = template.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        if !parameters.isEmpty {
            json.key("parameters")
            json.beginArray()
            for name in parameters {
                json.raw(#"{"name":"\#(name)","in":"path","required":true,"schema":{"type":"string"}}"#)
            }
            json.endArray()
        }
        json.key("responses")
        json.raw(#"{"200":{"description":"Done."}}"#)
        json.endObject()
    }
}
