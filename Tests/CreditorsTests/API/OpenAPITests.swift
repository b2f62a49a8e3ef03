import SMPProtocol
import Testing

@testable import Creditors

@Suite("The description of the API (CA-API 14.2)", .timeLimit(.minutes(10)))
struct OpenAPITests {
    private static let document: JSONObject = {
        guard case .object(let object)? = try? JSONValue(json: Resources.openAPI, limits: .document(maximumBytes: 1 << 22)) else {
            return JSONObject()
        }
        return object
    }()

    private static func object(_ value: JSONValue?) -> JSONObject {
        if case .object(let object)? = value { object } else { JSONObject() }
    }

    @Test("every operation of the document is answered by the server, and no others are")
    func operations() async throws {
        let methods = ["get", "post", "patch", "delete", "put"]
        var described: Set<String> = []
        for path in Self.object(Self.document["paths"]).members {
            for method in Self.object(path.value).members where methods.contains(method.name) {
                described.insert("\(method.name.uppercased()) \(path.name)")
            }
        }
        let operations = described
        try await TestNode.with { node async throws in
            for operation in operations {
                let parts = operation.split(separator: " ")
                let path = String(parts[1]).replacing("{creditorId}", with: "4294967296").replacing("{debtorId}", with: "1")
                    .replacing("{transferUuid}", with: Sample.uuid.text).replacing("{transferId}", with: "1-1")
                let allowed = try await node.send(.options, path).headers[.init("Allow")!] ?? ""
                let offered = allowed.split(separator: ",").map { $0.filter { $0 != " " } }
                #expect(offered.contains(String(parts[0])), "\(operation)")
                for method in offered where method != "OPTIONS" && method != "HEAD" {
                    #expect(operations.contains("\(method) \(parts[1])"), "\(method) \(parts[1]) is not described")
                }
            }
        }
        #expect(operations.count == 38)
    }

    @Test("the answers have exactly the members that the document requires or allows (CA-API 18.1)")
    func members() async throws {
        let schemas = Self.object(Self.object(Self.document["components"])["schemas"])
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            try await node.inbox.handle([Sample.transfer(1, after: 0, acquired: 5, principal: 5)])
            let transfer = #"{"transferUuid":"\#(Sample.uuid.text)","recipient":{"uri":"swpt:1/1"},"amount":1}"#
            _ = try await node.post("/creditors/4294967296/transfers/", transfer)
            let paths = [
                "", "wallet", "pin", "log", "accounts-list", "transfers-list", "accounts/", "transfers/", "accounts/1/",
                "accounts/1/entries?prev=9",
                "transfers/\(Sample.uuid.text)", "accounts/1/transfers/\(Sample.birthday.rawValue)-1",
            ]
            for path in paths {
                check(try await node.get("/creditors/4294967296/" + path).json(), schemas, path)
            }
        }
    }

    private func check(_ value: JSONValue, _ schemas: JSONObject, _ place: String) {
        switch value {
        case .array(let elements): elements.forEach { check($0, schemas, place) }
        case .object(let object):
            if let type = object["type"]?.string {
                let schema = Self.object(schemas[type])
                let allowed = Self.object(schema["properties"]).members.map(\.name)
                #expect(object.members.allSatisfy { allowed.contains($0.name) }, "\(type) at \(place)")
                if case .array(let required)? = schema["required"] {
                    for name in required.compactMap(\.string) { #expect(object[name] != nil, "\(type).\(name) at \(place)") }
                }
            }
            object.members.forEach { check($0.value, schemas, place) }
        default: break
        }
    }
}
