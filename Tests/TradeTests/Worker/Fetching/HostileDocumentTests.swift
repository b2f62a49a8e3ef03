import NodeKit
import SMPProtocol
import TestSupport
import Testing

@testable import Trade

@Suite("Hostile documents, from the fetch to the worker's database (TW-10)", .timeLimit(.minutes(10)))
struct HostileDocumentTests {
    /// A server on which `/N` is the document of debtor N, with the peg that the function says.
    private func server(peg: @escaping @Sendable (Int, (Int) -> String) -> (String, DebtorID)?) throws -> DocumentServer {
        try DocumentServer { request, connection in
            let number = Int(request.target.dropFirst())!
            let origin = "https://" + request.header("Host")!
            let document = LocatedCoinInfo.sample(
                "\(origin)/\(number)", DebtorID(Int64(number)), peg: peg(number) { "\(origin)/\($0)" })
            try connection.respond(document: document.document)
        }
    }

    @Test("a chain of pegs without an end is followed as far as currencies may be from the base")
    func endlessChain() async throws {
        let server = try server { number, url in (url(number + 1), DebtorID(Int64(number + 1))) }
        defer { server.close() }
        try await FetchingFixture.with { node in
            let fetcher = server.fetcher()
            try await node.schedule([.locator(server.url("/1"), 1, ts: node.clock.now)])
            let asked = try await node.settle { await fetcher.fetch($0) }
            #expect(asked == (1...11).map { server.url("/\($0)") })
            #expect(try await node.documents().count == 11)
            #expect(try await node.fetches().isEmpty)
        }
    }

    @Test("a circle of pegs is followed once", arguments: [1, 2, 5])
    func circle(length: Int) async throws {
        let server = try server { number, url in (url(number % length + 1), DebtorID(Int64(number % length + 1))) }
        defer { server.close() }
        try await FetchingFixture.with { node in
            let fetcher = server.fetcher()
            try await node.schedule([.locator(server.url("/1"), 1, ts: node.clock.now)])
            let asked = try await node.settle { await fetcher.fetch($0) }
            #expect(asked == (1...length).map { server.url("/\($0)") })
            #expect(try await node.documents().count == length)
            #expect(try await node.fetches().isEmpty)
        }
    }

    @Test("a document that names another place is not stored; one of another debtor is, but leads nowhere")
    func wrongPlaces() async throws {
        let server = try DocumentServer { request, connection in
            let origin = "https://" + request.header("Host")!
            let peg = ("\(origin)/peg", DebtorID(101))
            let document =
                request.target == "/elsewhere"
                ? LocatedCoinInfo.sample("\(origin)/official", 1, peg: peg) : .sample("\(origin)\(request.target)", 2, peg: peg)
            try connection.respond(document: document.document)
        }
        defer { server.close() }
        try await FetchingFixture.with { node in
            let fetcher = server.fetcher()
            let urls = ["/elsewhere", "/somebodyElse"].map { server.url($0) }
            try await node.schedule(urls.map { .locator($0, 1, ts: node.clock.now) })
            #expect(try await node.settle { await fetcher.fetch($0) }.sorted() == urls.sorted())
            #expect(try await node.documents().map(\.locator) == [urls[1]])
            #expect(try await node.documents().map(\.info.debtor) == [2])
        }
    }

    @Test("while 2,000 documents wait for a host that does not answer, 100 on a quick one are fetched; then the 2,000 are, each once")
    func slowHost() async throws {
        let gate = Gate()
        let server = try DocumentServer { request, connection in
            if request.target.hasPrefix("/slow") { gate.wait() }
            try connection.respond(document: LocatedCoinInfo.sample("https://" + request.header("Host")! + request.target).document)
        }
        defer { server.close() }
        let (slow, quick) = (
            (1...2000).map { server.url("/slow/\($0)", host: "localhost") }, (1...100).map { server.url("/quick/\($0)") }
        )
        try await FetchingFixture.with { node in
            // The slow ones come first, in any order that could matter.
            try await node.schedule(slow.map { .locator($0, FetchingFixture.debtor, ts: Sample.now) })
            try await node.schedule(quick.map { .locator($0, FetchingFixture.debtor, ts: Sample.now) })
            let fetcher = server.fetcher(timeoutSeconds: 100)
            let running = Task { try await node.loop(quitsEarly: false) { await fetcher.fetch($0) }.run() }
            while try await node.fetches().count > slow.count { await Task.yield() }
            #expect(Set(try await node.fetches().map(\.key.iri)) == Set(slow), "nothing of the slow host is settled")
            #expect(server.asked.filter { $0.hasPrefix("/quick") }.count == quick.count)
            gate.open()
            while try await !node.fetches().isEmpty { await Task.yield() }
            running.cancel()
            _ = await running.result
            #expect(gate.maximum <= FetchBoard.connectionsPerHost(of: 100))
            #expect(server.asked.count == slow.count + quick.count)
            #expect(try await node.takeMessages().count == slow.count + quick.count)
        }
    }
}
