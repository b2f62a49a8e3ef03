import SMPProtocol
import Testing

@testable import Trade

@Suite("Which requests are on their way (TW 10.5)")
struct FetchBoardTests {
    private func fetch(_ iri: String, _ debtor: DebtorID = 1, forcedIRI: String? = nil) -> DebtorInfoFetch {
        DebtorInfoFetch(
            key: FetchKey(iri: iri, debtor: debtor), isLocatorFetch: true, isDiscoveryFetch: false, forcedIRI: forcedIRI,
            recursionLevel: 0, insertedAt: Sample.now, nextAttemptAt: Sample.now)
    }

    @Test("an address is asked once for all who want it, also for those who come later")
    func sharing() {
        var board = FetchBoard(connections: 10)
        #expect(board.add([fetch("https://a/1"), fetch("https://a/1", 2), fetch("https://b/1")]) == ["https://a/1", "https://b/1"])
        #expect(board.add([fetch("https://c/1", 3, forcedIRI: "https://a/1")]).isEmpty)
        #expect(board.freeCount == 8 && board.keys.count == 4)
        #expect(board.hosts.sorted { $0.name < $1.name }.map(\.name) == ["a", "b"])
        #expect(board.remove("https://a/1").map(\.debtor) == [1, 2, 3])
        #expect(board.remove("https://a/1").isEmpty && board.freeCount == 9)
        #expect(board.remove("https://b/1").count == 1 && board.isEmpty && board.hosts.isEmpty)
    }

    @Test("one host has a part of the connections, but at least one", arguments: [(1, 1), (6, 1), (12, 2), (100, 16), (10_000, 1666)])
    func perHost(connections: Int, expected: Int) {
        #expect(FetchBoard(connections: connections).connectionsPerHost == expected)
    }

    @Test(
        "an address says whom to ask",
        arguments: [
            ("https://example.com/x", "example.com"), ("https://Example.COM", "example.com"), ("https://example.com:8443/x", "example.com"),
            ("https://me:secret@example.com/x", "example.com"), ("https://[fd00::1]:443/", "[fd00::1]"), ("https://[fd00::1", "[fd00::1"),
            ("https://example.com?x@y", "example.com"), ("https://example.com#/@y", "example.com"), ("https://", "?"), ("https:///x", "?"),
            ("http://example.com/", "?"), ("HTTPS://example.com/", "?"), ("", "?"), ("https://@/", "?"), ("https://:443/", "?"),
        ])
    func hosts(url: String, host: String) {
        #expect(fetch(url).host == host)
    }
}
