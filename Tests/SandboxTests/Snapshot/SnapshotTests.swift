import Foundation
import NodeKit
import SMPProtocol
import Synchronization
import Testing

@testable import Sandbox

/// AA 12.1.9: the state as a document, and a memory that outlives the process.
struct SnapshotTests {
    private static let anna = AccountKey(debtor, 0x0000_0101_0000_0007)

    /// A bank with something of everything.
    private func bank() throws -> Bank {
        var bank = Bank { $0.deliverySeconds = 100 }
        bank.open(rate: 5)
        _ = try bank.pay(root, to: alice, 1000, type: .issuing)
        bank.pass(seconds: 200)
        _ = bank.book.deliver(now: bank.now)
        _ = try bank.pay(alice, to: bob, 30)
        _ = bank.prepare(alice, to: bob, 10...20)
        _ = bank.configure(root, negligible: 1e18, data: "{\"rate\":7,\"info\":{\"iri\":\"https://example.com/\"}}")
        _ = bank.configure(stranger, flags: 1)
        _ = bank.book.purge(.all, isForced: true, now: bank.now)
        return bank
    }

    private func snapshot(_ bank: Bank) throws -> SandboxSnapshot {
        let update = try #require(bank.book.accounts[alice]).update(rules: bank.book.rules, ts: bank.now)
        return SandboxSnapshot(clockOffsetMicroseconds: 5, book: bank.book.snapshot, waiting: [.accountUpdate(update)])
    }

    @Test func `What is written is read again, whatever the state has in it`() throws {
        let written = try snapshot(bank())
        #expect(written.book.inFlight.count == 1 && written.book.locks.count == 1 && written.book.purged.count == 1)
        #expect(written.book.rateChanges.count == 1)
        #expect(try SandboxSnapshot(json: written.json()) == written)
        let book = try Book(rules: AuthorityRules(), snapshot: written.book, parseRootConfiguration: RootConfigData().parse)
        #expect(book.snapshot == written.book)
        #expect(try written.emissions() == SandboxSnapshot(json: written.json()).emissions())
        #expect(try written.emissions().updates.map(\.principal) == [970])
    }

    @Test(arguments: [
        ("nothing", ""), ("other JSON", "{}"), ("another version", "version"), ("money from nowhere", "principal"),
        ("a lost lock", "locks"),
        ("a doubled account", "accounts"), ("a message that nobody sends", "waiting"),
    ])
    func `What is the state of no books is refused, and changes nothing`(what: String, part: String) async throws {
        var damaged = try snapshot(bank())
        switch part {
        case "version": damaged.version = 2
        case "principal": damaged.book.accounts[1].principal += 1
        case "locks": damaged.book.locks = []
        case "accounts": damaged.book.accounts.append(damaged.book.accounts[0])
        case "waiting": damaged.waiting = [.init(type: "PrepareTransfer", body: "{}")]
        default: break
        }
        let json = what == "nothing" ? "" : what == "other JSON" ? "{}" : String(decoding: try damaged.json(), as: UTF8.self)
        try await TestAPI.with { api in
            let answer = try await api.send(.put, "/snapshot", json)
            #expect(answer.status == 422, "\(what): \(answer.text)")
            #expect(try await api.send(.get, "/accounts").object().objects("accounts").isEmpty)
        }
    }

    @Test func `A snapshot moves from one sandbox to another`() async throws {
        let bank = try bank()
        let json = try snapshot(bank).json()
        try await TestAPI.with { api in
            let (messages, _) = try await api.node.authority.restore(SandboxSnapshot(json: json))
            #expect(messages == 1)
            let totals = try await api.send(.get, "/totals").object()
            #expect(totals["isConserved"] == true && totals.objects("debtors").first?.integer("inFlight") == 30)
            let copy = try SandboxSnapshot(json: Data(try await api.send(.get, "/snapshot").body))
            #expect(copy.book == bank.book.snapshot)
        }
    }

    /// A state is in the file before anybody hears of it; so a process that is killed at any moment has lost nothing that it has told.
    @Test func `With a file the next process goes on where the last one has ended, unsent messages included`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = ["SANDBOX_SNAPSHOT_FILE": folder.appendingPathComponent("state.json").path]
        let ticket = Mutex<Ticket?>(nil)
        try await TestAPI.with(settings) { api in
            let configuration = ConfigureAccount(
                debtorID: debtor, creditorID: Self.anna.creditorID, negligibleAmount: 7, configData: "", configFlags: 0, seqnum: 1,
                ts: SystemClock.now())
            let promise = await api.node.authority.handle([.configure(configuration)])
            ticket.withLock { $0 = promise }
            while api.node.authority.peers[0].outlet.waitingCount == 0 { await Task.yield() }
        }
        #expect(ticket.withLock { $0 }?.isComplete == false, "nobody has confirmed the answer")
        try await TestAPI.with(settings) { api in
            let account = try await api.send(.get, "/accounts").object().objects("accounts").first
            #expect(account?["negligibleAmount"] == JSONValue(7.0))
            let waiting = await api.node.authority.snapshot.waiting
            #expect(waiting.map(\.type) == ["AccountUpdate"])
        }
        try Data("{".utf8).write(to: folder.appendingPathComponent("state.json"))
        await #expect(throws: SnapshotError.self) { try await TestAPI.with(settings) { _ in } }
    }

}
