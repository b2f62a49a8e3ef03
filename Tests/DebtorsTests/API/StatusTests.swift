import HTTPTypes
import NodeKit
import SMPProtocol
import Testing

@testable import Debtors

/// The statuses that every endpoint has for the same reasons, and which reason comes first (DA-API 2.2, 2.3, 3.2).
@Suite("Statuses of all endpoints", .timeLimit(.minutes(10)))
struct StatusTests {
    private static let debtor = "/debtors/4294967296"

    /// The endpoints that read a JSON body: method, path, members of a good body, and who may use them.
    private static let readers: [(method: HTTPRequest.Method, path: String, members: String, kind: Kind)] = [
        (.post, "/debtors/.debtor-reserve", "", .admin), (.post, "\(debtor)/reserve", "", .admin),
        (.post, "\(debtor)/activate", "", .admin),
        (.post, "\(debtor)/deactivate", "", .superuser), (.post, "\(debtor)/restrict", #""minBalance":0"#, .superuser),
        (.patch, "\(debtor)/config", #""configData":"","latestUpdateId":2"#, .owner),
        (.post, "\(debtor)/transfers/", transferMembers, .owner), (.post, TransferAPITests.path, "", .owner),
    ]

    private enum Kind { case admin, superuser, owner }

    private static let transferMembers = #""transferUuid":"\#(TransferAPITests.uuid)","recipient":{"uri":"swpt:4294967296/1"},"amount":1"#

    private static func body(_ members: String, _ more: String) -> String {
        "{\(members)\(members.isEmpty || more.isEmpty ? "" : ",")\(more)}"
    }

    static let wrongMembers: [(String, String)] = [
        (#""zzz":1"#, #"{"zzz":["Unknown field."]}"#), (#""type":"X""#, #"{"type":["Invalid type."]}"#),
        (#""type":null"#, #"{"type":["Field may not be null."]}"#), (#""type":1"#, #"{"type":["Not a valid string."]}"#),
        (#""uri":"x""#, #"{"uri":["Unknown field."]}"#),
    ]

    @Test("a body that is no JSON, too long, no object, or has wrong members: 400, 413, 422, and nothing has happened")
    func bodies() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            _ = try await node.takeSent()
            let before = try await node.store.debtor(Sample.debtorID)
            for (method, path, members, _) in Self.readers {
                for wrong in ["{", "\u{feff}{}", "\"\u{1}\""] {
                    try expect(
                        try await node.send(method, path, wrong), 400,
                        #"{"code":400,"status":"Bad Request","errors":{"json":["Invalid JSON body."]}}"#)
                }
                try expect(try await node.send(method, path, String(repeating: " ", count: 20481)), refusal: 413)
                for wrong in ["[]", "null", "5", #""{}""#] {
                    try expect(try await node.send(method, path, wrong), errors: #"{"_schema":["Invalid input type."]}"#)
                }
                for (wrong, errors) in Self.wrongMembers {
                    try expect(try await node.send(method, path, Self.body(members, wrong)), errors: errors)
                }
            }
            #expect(try await node.store.debtor(Sample.debtorID) == before)
            #expect(try await node.takeSent().isEmpty)
        }
    }

    @Test("administrators: who it is comes before the body, the body before the debtor, the debtor before the superuser")
    func orderOfAdministration() async throws {
        try await TestNode.with { node async throws in
            for (method, path, members, kind) in Self.readers where kind != .owner {
                let unserved = path.replacing("4294967296", with: "1")
                try expect(try await node.send(method, path, "{", as: "debtors:4294967296"), refusal: 403)
                try expect(try await node.send(method, path, "{", as: "nobody"), refusal: 403)
                #expect(try await node.send(method, unserved, "{", as: "debtors-supervisor").status == 400)
                try expect(
                    try await node.send(method, unserved, Self.body(members, #""zzz":1"#), as: "debtors-supervisor"),
                    errors: #"{"zzz":["Unknown field."]}"#)
                guard unserved != path else { continue }
                try expect(try await node.send(method, unserved, Self.body(members, ""), as: "debtors-supervisor"), refusal: 404)
                if kind == .superuser {
                    try expect(try await node.send(method, path, Self.body(members, ""), as: "debtors-supervisor"), refusal: 403)
                }
            }
        }
    }

    @Test("debtors: who it is comes before the debtor, the debtor before the permission, the permission before the body")
    func orderOfOwners() async throws {
        try await TestNode.with { node async throws in
            let endpoints = Self.readers.filter { $0.kind == .owner } + [(.post, "\(Self.debtor)/documents/", "", .owner)]
            for (method, path, _, _) in endpoints {
                let unserved = path.replacing("4294967296", with: "1")
                try expect(try await node.send(method, unserved, "{", as: "nobody"), refusal: 403)
                for user in ["debtors:1", "debtors:2", "debtors-supervisor", nil] {
                    try expect(try await node.send(method, unserved, "{", as: user), refusal: 404)
                }
                for user in ["debtors:4294967297", "debtors-supervisor"] {
                    try expect(try await node.send(method, path, "{", as: user), refusal: 403)
                    let long = String(repeating: " ", count: 20481)
                    try expect(try await node.send(method, path, long, as: user), refusal: 403)
                }
            }
        }
    }

    /// Superuser, supervisor, the debtor itself, another debtor, somebody unknown, somebody without a name. Deactivation comes last.
    private static let permissions: [(method: HTTPRequest.Method, path: String, body: String?, statuses: [Int])] = [
        (.post, "/debtors/.debtor-reserve", "{}", [200, 200, 403, 403, 403, 403]),
        (.get, "/debtors/.list", nil, [200, 200, 403, 403, 403, 403]),
        (.options, "/debtors/.list", nil, [200, 200, 403, 403, 403, 403]),
        (.get, "\(debtor)/enumerate", nil, [200, 200, 403, 403, 403, 403]),
        (.post, "\(debtor)/reserve", "{}", [409, 409, 403, 403, 403, 403]),
        (.post, "\(debtor)/activate", "{}", [409, 409, 403, 403, 403, 403]),
        (.post, "\(debtor)/restrict", #"{"minBalance":-5}"#, [200, 403, 403, 403, 403, 403]),
        (.options, "\(debtor)/restrict", nil, [200, 200, 403, 403, 403, 403]),
        (.get, "/debtors/.debtor", nil, [204, 204, 303, 303, 403, 403]),
        (.get, "\(debtor)/", nil, [200, 200, 200, 403, 403, 403]),
        (.head, "\(debtor)/", nil, [200, 200, 200, 403, 403, 403]),
        (.options, "\(debtor)/", nil, [200, 200, 200, 403, 403, 403]),
        (.get, "\(debtor)/config", nil, [200, 200, 200, 403, 403, 403]),
        (.patch, "\(debtor)/config", #"{"configData":"x","latestUpdateId":2}"#, [200, 403, 200, 403, 403, 403]),
        (.get, "\(debtor)/transfers/", nil, [200, 200, 200, 403, 403, 403]),
        (.post, "\(debtor)/transfers/", "{\(transferMembers)}", [201, 403, 303, 403, 403, 403]),
        (.get, TransferAPITests.path, nil, [200, 200, 200, 403, 403, 403]),
        (.post, TransferAPITests.path, "{}", [200, 403, 200, 403, 403, 403]),
        (.options, TransferAPITests.path, nil, [200, 200, 200, 403, 403, 403]),
        (.delete, TransferAPITests.path, nil, [204, 403, 204, 403, 403, 403]),
        (.post, "\(debtor)/documents/", "x", [201, 403, 201, 403, 403, 403]),
        (.options, "\(debtor)/documents/", nil, [200, 200, 200, 403, 403, 403]),
        (.get, "\(debtor)/public", nil, [404, 404, 404, 404, 404, 404]),
        (.get, "\(debtor)/documents/0/public", nil, [404, 404, 404, 404, 404, 404]),
        (.get, "/debtors/health/check/public", nil, [200, 200, 200, 200, 200, 200]),
        (.get, "/debtors/.docs/", nil, [200, 200, 200, 200, 200, 200]),
        (.post, "\(debtor)/deactivate", "{}", [204, 403, 403, 403, 403, 403]),
    ]

    @Test("who may do what")
    func matrix() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let users = ["debtors-superuser", "debtors-supervisor", "debtors:4294967296", "debtors:4294967297", "nobody", ""]
            for (method, path, body, statuses) in Self.permissions {
                for (user, status) in zip(users, statuses) {
                    let answer = try await node.send(method, path, body, as: user)
                    #expect(answer.status == status, "\(method) \(path) as '\(user)': \(answer.text)")
                    if status == 403, method != .head { try expect(answer, refusal: 403) }
                }
            }
        }
    }

    @Test("an ID that is not served does not exist, whatever is asked of it; only the list can begin there")
    func unserved() async throws {
        try await TestNode.with { node async throws in
            for (method, path, body, _) in Self.permissions where path.hasPrefix(Self.debtor) && method != .head {
                for id in ["1", "4294967295", "8589934592", "18446744073709551615"] {
                    let answer = try await node.send(method, path.replacing("/debtors/4294967296", with: "/debtors/\(id)"), body)
                    switch (method, path.hasSuffix("/enumerate"), path.hasSuffix("/restrict")) {
                    case (_, true, _), (.options, _, true): #expect(answer.status == 200, "\(method) \(path)")
                    default: try expect(answer, refusal: 404)
                    }
                }
            }
        }
    }
}
