import NodeKit
import Persistence
import SMPProtocol
import Synchronization
import TestSupport
import Testing

@testable import Creditors

@Suite("Messages into PostgreSQL (CA 9, 10)", .timeLimit(.minutes(10)))
struct InboxTests {
    @Test("a batch of hundreds of transfers costs as many statements and round trips as a batch of one")
    func statements() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            let keys = (1...300).map { AccountKey(creditor: Sample.creditorID, debtor: DebtorID($0)) }
            for key in keys { try await node.confirmedAccount(key) }
            var costs: [DatabaseCounters] = []
            for (index, count) in [1, 1, 100, 300].enumerated() {
                let batch = keys.prefix(count).enumerated().map { place, key -> any InboxMessage in
                    let number = Int64(place == 0 ? index + 1 : place < 100 ? index - 1 : index - 2)
                    return Sample.transfer(key, number, after: number - 1, acquired: 1, principal: number)
                }
                let before = node.database.counters
                try await node.inbox.handle(batch)
                costs.append(node.database.counters - before)
            }
            for cost in costs {
                #expect(cost.roundTrips == 2 && cost.transactions == 1 && cost.statements <= 15, "\(cost)")
            }
            #expect(try await node.log().count == 300 * 4 + 2 * (1 + 1 + 100 + 300))
        }
    }

    @Test("news that had to wait for a lock are later than what was done meanwhile")
    func momentAfterLock() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.createAccount()
            let data = try #require(try await node.store.accountData(Sample.key))
            let meanwhile = Mutex(Timestamp.latest)
            try await OpenTransaction.with(
                node.database, ["UPDATE creditor SET status = status"],
                contender: { try await node.inbox.handle([Sample.update(confirming: data)]) },
                meanwhile: { meanwhile.withLock { $0 = node.clock.now() } })
            let after = try #require(try await node.store.accountData(Sample.key))
            #expect(after.info.version.at > meanwhile.withLock { $0 })
        }
    }

    @Test("states come back from the database as they were stored")
    func roundTrip() async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            let data = try #require(try await node.store.accountData(Sample.key))
            let update = Sample.update(confirming: data, seqnum: .min) {
                $0.lastChangeTs = $0.lastChangeTs.adding(microseconds: 1)
                $0.principal = .min
                $0.interest = -1e20
                $0.interestRate = 7.1
                $0.debtorInfoIRI = "https://example.com/ж"
                $0.debtorInfoContentType = "text/plain"
                $0.debtorInfoSHA256 = String(repeating: "0F", count: 32)
                $0.lastTransferNumber = TransferNumber(.max)
                $0.lastTransferCommittedAt = .latest
                $0.configData = "other"
            }
            try await node.inbox.handle([update])
            let stored = try #require(try await node.store.accountData(Sample.key))
            #expect(stored.server.principal == .min && stored.server.interest == -1e20 && stored.info.interestRate == 7.1)
            #expect(
                stored.info.debtorInfo.sha256 == [UInt8](repeating: 0x0f, count: 32)
                    && stored.info.debtorInfo.iri == "https://example.com/ж")
            #expect(stored.server.lastTransferNumber == TransferNumber(.max) && stored.server.lastTransferCommittedAt == .latest)
            #expect(!stored.config.isEffectual && stored.server.lastChangeSeqnum == SequenceNumber(.min))
        }
    }

    @Test(
        "transfers of one account that arrive through many workers at once all get into the ledger, in order (CA 21.1)",
        arguments: [1, 2, 3] as [UInt64])
    func concurrency(seed: UInt64) async throws {
        try await TestNode.with { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            var random = SplitMix64(seed: seed)
            let count: Int64 = 200
            var messages = (1...count).map { Sample.transfer($0, after: $0 - 1, acquired: $0, principal: $0 * ($0 + 1) / 2) }
            messages += messages.shuffled(using: &random).prefix(40)
            messages.shuffle(using: &random)
            let parts = (0..<6).map { part in messages.enumerated().filter { $0.offset % 6 == part }.map(\.element) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in parts {
                    group.addTask {
                        for start in stride(from: 0, to: part.count, by: 3) {
                            try await node.inbox.handle(part[start..<min(start + 3, part.count)].map { $0 })
                        }
                    }
                }
                try await group.waitForAll()
            }
            let ledger = try await node.ledger()
            #expect(ledger.map(\.transfer?.number) == (1...count).map { TransferNumber($0) }, "seed \(seed)")
            #expect(ledger.map(\.id) == Array(2...(count + 1)))
            let log = try await node.log()
            #expect(log.map(\.id) == Array(1...Int64(log.count)))
            #expect(log.filter { if case .committedTransfer = $0.object { true } else { false } }.count == Int(count))
        }
    }

    @Test("a chain that is longer than a burst is finished by the ledger job (CA 19.14)", arguments: [1, 2, 1000])
    func ledgerJob(burst: Int) async throws {
        try await TestNode.with(["APP_PROCESS_LEDGER_UPDATES_BURST": "\(burst)"]) { node async throws in
            try await node.activate()
            try await node.confirmedAccount()
            for number in (2...9).reversed() as [Int64] {
                try await node.inbox.handle([Sample.transfer(number, after: number - 1, acquired: 1, principal: number)])
            }
            #expect(try await node.ledger().isEmpty)
            try await node.inbox.handle([Sample.transfer(1, after: 0, acquired: 1, principal: 1)])
            let job = LedgerJob(
                store: node.store, rules: node.configuration.messageRules, logger: TestDatabase.quietLogger, chunk: 1, threads: 2)
            try await job.pass()
            #expect(try await node.ledger().map(\.principal) == Array(1...9))
            let news = try await node.log().filter { $0.object == .accountLedger(1) }.count
            #expect(try await node.sent().filter { $0 == "UpdatedLedger" }.count == news)
            #expect(try await node.store.accountData(Sample.key)?.ledger.hasWork == false)
        }
    }

    @Test("what the consumer makes of deliveries (CA 19.18)")
    func verdicts() async throws {
        try await TestNode.with { node async throws in
            func verdict(_ message: some SMPMessage) -> String {
                switch node.inbox.verdict(on: type(of: message).kind, body: message.encoded()) {
                case .handle: "handle"
                case .ignore: "ignore"
                case .reject: "reject"
                case .foreign: "foreign"
                }
            }
            let purge = { AccountPurge(debtorID: 1, creditorID: $0, creationDate: .epoch, ts: .epoch) }
            #expect(verdict(purge(Sample.creditorID)) == "handle")
            #expect(verdict(purge(1)) == "foreign")
            #expect(
                verdict(
                    ConfigureAccount(
                        debtorID: 1, creditorID: 1, negligibleAmount: 1, configData: "", configFlags: 0, seqnum: 0, ts: .epoch)) == "handle"
            )
            let agent = RejectedTransfer(
                debtorID: 1, creditorID: Sample.creditorID, coordinatorType: .agent, coordinatorID: 1, coordinatorRequestID: 1,
                statusCode: "X", totalLockedAmount: 0, ts: .epoch)
            #expect(verdict(agent) == "foreign")
            guard case .reject = node.inbox.verdict(on: .accountPurge, body: Array("{}".utf8)) else {
                return #expect(Bool(false), "an empty document is rejected")
            }
        }
    }
}
