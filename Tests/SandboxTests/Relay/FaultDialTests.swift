import SMPProtocol
import Testing

@testable import Sandbox

struct FaultDialTests {
    @Test func `Without faults everything comes once and at once`() {
        var dial = FaultDial()
        #expect((1...100).allSatisfy { _ in dial.fate(of: .accountUpdate, .outgoing) == [0] })
    }

    @Test func `The same seed gives the same faults`() {
        let settings = FaultDial.Settings(seed: 5, delay: 0.3, duplicate: 0.3, reorder: 0.3, drop: 0.3)
        var first = FaultDial(settings)
        var second = FaultDial(settings)
        for _ in 1...1000 { #expect(first.fate(of: .accountUpdate, .outgoing) == second.fate(of: .accountUpdate, .outgoing)) }
    }

    @Test func `Probabilities are kept, and no delay is longer than the longest`() {
        func fates(_ settings: FaultDial.Settings) -> [[Double]] {
            var dial = FaultDial(settings)
            return (1...10_000).map { _ in dial.fate(of: .accountUpdate, .incoming) }
        }
        let duplicated = fates(FaultDial.Settings(duplicate: 0.2)).count { $0.count == 2 && $0[0] == 0 }
        let delayed = fates(FaultDial.Settings(delay: 0.2)).count { $0[0] > 0 }
        let reordered = fates(FaultDial.Settings(reorder: 0.2, reorderSeconds: 0.25)).count { $0[0] > 0 && $0[0] <= 0.25 }
        let dropped = fates(FaultDial.Settings(drop: 0.2, maxDelaySeconds: 4)).count { $0[0] >= 2 }
        for count in [duplicated, delayed, reordered, dropped] { #expect((1800...2200).contains(count)) }
        let all = fates(FaultDial.Settings(delay: 1, duplicate: 1, reorder: 1, drop: 1, maxDelaySeconds: 3))
        #expect(all.allSatisfy { $0.count == 2 && $0.allSatisfy { (0...3).contains($0) } })
    }

    @Test func `Messages are lost for ever, or come many times`() {
        var lossy = FaultDial(FaultDial.Settings(lose: 0.2))
        let lost = (1...10_000).count { _ in lossy.fate(of: .accountUpdate, .outgoing).isEmpty }
        #expect((1800...2200).contains(lost))
        var noisy = FaultDial(FaultDial.Settings(duplicate: 1, copies: 5))
        #expect(noisy.fate(of: .accountUpdate, .outgoing).count == 6)
    }

    @Test func `Only the chosen nodes are concerned`() {
        var dial = FaultDial(FaultDial.Settings(lose: 1, peers: ["000001"]))
        #expect(dial.fate(of: .accountUpdate, .outgoing, peer: "000001") == [])
        #expect(dial.fate(of: .accountUpdate, .outgoing, peer: "debtors") == [0])
    }

    @Test func `Only the chosen messages are concerned`() {
        var dial = FaultDial(FaultDial.Settings(drop: 1, isForIncoming: false, kinds: [.accountUpdate]))
        #expect(dial.fate(of: .accountUpdate, .incoming) == [0])
        #expect(dial.fate(of: .accountPurge, .outgoing) == [0])
        #expect(dial.fate(of: .accountUpdate, .outgoing) != [0])
    }
}

struct TicketTests {
    @Test func `A ticket is complete when everything that was opened is closed`() async {
        let ticket = Ticket()
        ticket.open()
        ticket.close()
        #expect(!ticket.isComplete)
        let waiting = Task { await ticket.wait() }
        ticket.close()
        #expect(await waiting.value)
        #expect(await ticket.wait())
    }

    @Test func `Waiting ends with the task`() async {
        let ticket = Ticket()
        let waiting = Task { await ticket.wait() }
        waiting.cancel()
        #expect(await !waiting.value)
    }
}
