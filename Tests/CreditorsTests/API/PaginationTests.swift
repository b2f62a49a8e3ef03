import SMPProtocol
import Testing

@testable import Creditors

@Suite("Pages under concurrent change (CA-API 6.5, 11.5)", .timeLimit(.minutes(10)))
struct PaginationTests {
    private let root = "/creditors/4294967296/"

    @Test("a client that follows next and forthcoming sees every log entry exactly once, in order, while entries are added")
    func log() async throws {
        try await TestNode.with(["APP_LOG_ENTRIES_PER_PAGE": "3"]) { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            let total = 4 + 2 * 60
            let seen = try await withThrowingTaskGroup(of: [Int64].self) { group in
                // Two writers: messages that advance the ledger, and requests.
                group.addTask {
                    for number in 1...30 as ClosedRange<Int64> {
                        try await node.inbox.handle([Sample.transfer(number, after: number - 1, acquired: 1, principal: number)])
                    }
                    return []
                }
                group.addTask {
                    for number in 1...30 {
                        let uuid = TransferUUID(high: 1, low: UInt64(number)).text
                        _ = try await node.post(
                            root + "transfers/", #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:1/1"},"amount":1}"#)
                    }
                    return []
                }
                group.addTask { try await follow(node, until: total) }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(seen == Array(1...Int64(total)))
        }
    }

    /// Reads the log like a wallet, until so many entries have been seen.
    private func follow(_ node: TestNode, until total: Int) async throws -> [Int64] {
        var seen: [Int64] = []
        var query = ""
        while seen.count < total {
            let page = try await node.get(root + "log" + query).json()
            #expect((page["next"] == nil) != (page["forthcoming"] == nil))
            seen += page.items.compactMap { $0["entryId"]?.number }
            query = try #require(page["next"]?.string ?? page["forthcoming"]?.string)
        }
        return seen
    }

    @Test("ledger pages lead from the newest entry to where the client has been before")
    func ledger() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            for number in 1...7 as ClosedRange<Int64> {
                try await node.inbox.handle([Sample.transfer(number, after: number - 1, acquired: 1, principal: number)])
            }
            let first = try #require(try await node.get(root + "accounts/1/ledger").json()["entries"]?["first"]?.string)
            var next: String? = first + "&stop=4"
            var seen: [Int64] = []
            while let uri = next {
                let page = try await node.get(uri).json()
                seen += page.items.compactMap { $0["entryId"]?.number }
                next = page["next"]?.string.map { root + "accounts/1/entries" + $0 }
                if let next { #expect(next.hasSuffix("&stop=4")) }
            }
            #expect(seen == [8, 7, 6, 5])
        }
    }

    @Test("ledger pages and lists that are read while more is added show everything that was there, exactly once and in order")
    func readingWhileWriting() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            let there: Int64 = 25
            for number in 1...there {
                try await node.inbox.handle([Sample.transfer(number, after: number - 1, acquired: 1, principal: number)])
            }
            for debtor in 2...Int64(9) {
                try await node.createAccount(AccountKey(creditor: Sample.creditorID, debtor: DebtorID(debtor * 100)))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for number in (there + 1)...(there + 40) {
                        try await node.inbox.handle([Sample.transfer(number, after: number - 1, acquired: 1, principal: number)])
                    }
                }
                group.addTask {
                    for n in 1...40 as ClosedRange<Int64> {
                        try await node.createAccount(AccountKey(creditor: Sample.creditorID, debtor: DebtorID(n * 20 + 1)))
                        let uuid = TransferUUID(high: UInt64(n) &* 0x0123_4567_89ab_cdef, low: 0).text
                        _ = try await node.post(
                            root + "transfers/", #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:1/1"},"amount":1}"#)
                    }
                }
                group.addTask {
                    for _ in 0..<6 {
                        let ids = try await all(node, "accounts/1/entries?prev=\(there + 2)").compactMap { $0["entryId"]?.number }
                        #expect(ids == (2...there + 1).reversed())
                        let accounts = try await all(node, "accounts/").compactMap { $0["uri"]?.string.flatMap { UInt64($0.dropLast()) } }
                        #expect(zip(accounts, accounts.dropFirst()).allSatisfy { $0 < $1 }, "\(accounts)")
                        #expect(Set(accounts).isSuperset(of: (2...9).map { $0 * 100 }))
                        let transfers = try await all(node, "transfers/").compactMap { $0["uri"]?.string }
                        #expect(zip(transfers, transfers.dropFirst()).allSatisfy { $0 < $1 }, "\(transfers)")
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// Everything on a page and on those that `next` leads to.
    private func all(_ node: TestNode, _ list: String) async throws -> [JSONValue] {
        var seen: [JSONValue] = []
        let path = root + list.prefix { $0 != "?" }
        var query: String? = String(list.dropFirst(path.count - root.count))
        while let present = query {
            let page = try await node.get(path + present).json()
            seen += page.items
            query = page["next"]?.string
        }
        return seen
    }

    @Test("lists of accounts and transfers come in order, page by page")
    func lists() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for debtor in [1, -1, .min, 2, .max] as [Int64] {
                try await node.createAccount(AccountKey(creditor: Sample.creditorID, debtor: DebtorID(debtor)))
            }
            for low in [5, 1, 3] as [UInt64] {
                let uuid = TransferUUID(high: 0, low: low).text
                _ = try await node.post(root + "transfers/", #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:1/1"},"amount":1}"#)
            }
            func uris(_ list: String) async throws -> [String] { try await all(node, list).compactMap { $0["uri"]?.string } }
            #expect(
                try await uris("accounts/") == [
                    "9223372036854775808/", "18446744073709551615/", "1/", "2/", "9223372036854775807/",
                ])
            #expect(try await uris("transfers/") == [1, 3, 5].map { TransferUUID(high: 0, low: $0).text })
        }
    }
}
