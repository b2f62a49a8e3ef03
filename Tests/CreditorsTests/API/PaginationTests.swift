import SMPProtocol
import Testing

@testable import Creditors

@Suite("Pages under concurrent change (CA-API 6.5, 11.5)")
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
                        try await node.inbox.handle([.accountTransfer(Sample.transfer(number, after: number - 1, acquired: 1, principal: number))])
                    }
                    return []
                }
                group.addTask {
                    for number in 1...30 {
                        let uuid = TransferUUID(high: 1, low: UInt64(number)).text
                        _ = try await node.post(root + "transfers/", #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:1/1"},"amount":1}"#)
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
                try await node.inbox.handle([.accountTransfer(Sample.transfer(number, after: number - 1, acquired: 1, principal: number))])
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

    @Test("lists of accounts and transfers come in order, page by page")
    func lists() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            for debtor in [1, -1, .min, 2, .max] as [Int64] { try await node.createAccount(AccountKey(creditor: Sample.creditorID, debtor: DebtorID(debtor))) }
            for low in [5, 1, 3] as [UInt64] {
                let uuid = TransferUUID(high: 0, low: low).text
                _ = try await node.post(root + "transfers/", #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:1/1"},"amount":1}"#)
            }
            func all(_ list: String) async throws -> [String] {
                var seen: [String] = []
                var query: String? = ""
                while let present = query {
                    let page = try await node.get(root + list + present).json()
                    seen += page.items.compactMap { $0["uri"]?.string }
                    query = page["next"]?.string
                }
                return seen
            }
            #expect(try await all("accounts/") == [
                "9223372036854775808/", "18446744073709551615/", "1/", "2/", "9223372036854775807/",
            ])
            #expect(try await all("transfers/") == [1, 3, 5].map { TransferUUID(high: 0, low: $0).text })
        }
    }
}
