import SMPProtocol
import Testing

@testable import Creditors

@Suite("Messages about accounts (CA 9.1–9.5, 9.10)")
struct MessageTests {
    private func node() -> SimulatedNode {
        var node = SimulatedNode()
        node.createCreditor(Sample.creditorID)
        try? node.createAccount(Sample.key)
        return node
    }

    private func account(_ node: SimulatedNode) -> AccountData { node.accounts[Sample.key]! }

    @Test("an update is taken whole, makes the configuration effectual, and is told once (CA 19.4)")
    func update() {
        var node = node()
        let before = node.sent.count
        let m = Sample.update(confirming: account(node)) {
            $0.principal = 1000
            $0.interest = 11.5
            $0.debtorInfoSHA256 = String(repeating: "ab", count: 32)
            $0.interestRate = 7.1
        }
        node.deliver([m])
        let data = account(node)
        #expect(data.server.principal == 1000 && data.server.exists && data.config.isEffectual)
        #expect(data.info.interestRate == 7.1 && data.info.debtorInfo.sha256 == [UInt8](repeating: 0xab, count: 32))
        #expect(data.info.debtorInfo.iri == nil)
        #expect(node.sent.dropFirst(before).map(\.name) == ["UpdatedLedger"])
        #expect(node.log[Sample.creditorID]?.suffix(2).map(\.object) == [.accountInfo(1), .accountLedger(1)])
        node.deliver([m])
        #expect(account(node) == data && node.log[Sample.creditorID]?.count == 4)
    }

    @Test("an expired update changes nothing, not even the heartbeat; one that expires this very moment counts")
    func expiry() {
        for (ttl, counts) in [(Int32(9), false), (10, true)] {
            var node = node()
            let before = account(node)
            node.now = Sample.now.adding(seconds: 20)
            node.deliver([
                Sample.update(confirming: before) {
                    $0.ts = Sample.now.adding(seconds: 10)
                    $0.ttl = ttl
                }
            ])
            #expect((account(node) != before) == counts)
        }
    }

    @Test(
        "only what is strictly later counts, by creation date, moment and counter, which wraps",
        arguments: [
            (0, 0, 1, false), (0, 0, 0, false), (0, 0, 2, true), (0, -1, 9, false), (0, 1, -5, true), (-1, 9, 9, false), (1, -9, 1, true),
            (0, 0, Int32.min + 1, false), (0, 0, Int32.min, true), (0, 0, Int32.max, true),
        ] as [(Int32, Int64, Int32, Bool)])
    func ordering(days: Int32, seconds: Int64, seqnum: Int32, counts: Bool) {
        var node = node()
        node.deliver([Sample.update(confirming: account(node), seqnum: 1)])
        let before = account(node)
        let birthday = CalendarDate(rawValue: Sample.birthday.rawValue + days)
        node.deliver([
            Sample.update(confirming: before, creationDate: birthday, seqnum: seqnum) {
                $0.lastChangeTs = $0.lastChangeTs.adding(seconds: seconds)
                $0.principal = 7
            }
        ])
        #expect((account(node).server.principal == 7) == counts)
    }

    @Test("a debtor's address that only looks the same is news")
    func lookalikes() {
        var node = node()
        for (seqnum, iri) in [(1, "https://example.com/\u{e9}"), (2, "https://example.com/e\u{301}")] as [(Int32, String)] {
            let before = account(node).info.version.id
            node.deliver([Sample.update(confirming: account(node), seqnum: seqnum) { $0.debtorInfoIRI = iri }])
            #expect(account(node).info.version.id == before.next, "\(iri.utf8.count) bytes")
        }
    }

    @Test("a heartbeat from the future counts as now")
    func heartbeat() {
        var node = node()
        node.now = Sample.now.adding(seconds: 5)
        node.deliver([Sample.update(confirming: account(node)) { $0.ts = Sample.now.adding(seconds: 500) }])
        #expect(account(node).server.lastHeartbeatAt == Sample.now.adding(seconds: 5))
    }

    @Test("a configuration error survives what is not effectual and is cleared by what is (CA 19.5)")
    func error() {
        var node = node()
        let config = account(node).configuration
        func rejection(_ code: String, _ change: (inout RejectedConfig) -> Void = { _ in }) -> any InboxMessage {
            var m = RejectedConfig(
                debtorID: 1, creditorID: Sample.creditorID, configTs: config.ts, configSeqnum: config.seqnum,
                configFlags: config.configFlags,
                configData: config.configData, negligibleAmount: config.negligibleAmount, rejectionCode: code, ts: Sample.now)
            change(&m)
            return m
        }
        let wrong: [(inout RejectedConfig) -> Void] = [
            { $0.configData = "x" }, { $0.negligibleAmount *= 1.0001 }, { $0.configFlags = 1 }, { $0.configSeqnum = 1 },
            { $0.configSeqnum = -1 }, { $0.configTs = $0.configTs.adding(seconds: 1) },
            { $0.configTs = $0.configTs.adding(microseconds: 1) },
        ]
        for change in wrong { node.deliver([rejection("BAD", change)]) }
        #expect(account(node).config.error == nil)
        let info = account(node).info.version.id
        node.deliver([rejection("FIRST"), rejection("SECOND")])
        #expect(account(node).config.error == "FIRST" && account(node).info.version.id == info.next)
        node.deliver([Sample.update(confirming: account(node)) { $0.configFlags = 2 }])
        #expect(account(node).config.error == "FIRST" && !account(node).config.isEffectual && account(node).config.flags == 0)
        node.deliver([Sample.update(confirming: account(node), seqnum: 2)])
        #expect(account(node).config.error == nil && account(node).config.isEffectual)
    }

    @Test("a new server account resets the ledger with one correcting entry (CA 19.6)")
    func newServerAccount() {
        var node = node()
        node.deliver([Sample.update(confirming: account(node))])
        node.deliver([Sample.transfer(1, after: 0, acquired: 1001, principal: 1001)])
        let later = CalendarDate(rawValue: Sample.birthday.rawValue + 1)
        node.deliver([Sample.update(confirming: account(node), creationDate: later)])
        #expect(node.ledgers[Sample.key]?.map(\.acquiredAmount) == [1001, -1001])
        #expect(account(node).ledger.principal == 0 && account(node).ledger.lastTransferNumber == 0)
    }

    @Test("transfers of a server account that came before its update are added by the update")
    func earlyTransfers() {
        var node = node()
        for (number, amount) in [(2, 50), (1, 100)] as [(Int64, Int64)] {
            node.deliver([Sample.transfer(number, after: number - 1, acquired: amount, principal: number == 1 ? 100 : 150)])
        }
        #expect(node.ledgers[Sample.key] == nil)
        node.deliver([Sample.update(confirming: account(node))])
        #expect(node.ledgers[Sample.key]?.map(\.principal) == [100, 150])
        #expect(node.sent.suffix(2).map(\.name) == ["UpdatedLedger", "UpdatedLedger"])
    }

    @Test("an orphan is asked to go away until it shows that it is going (CA 19.7)")
    func orphan() {
        var node = SimulatedNode()
        let orphan = Sample.account().data
        for (flags, amount, answers) in [(0, 1e30, 1), (1, 1e30, 0), (1, 0.999991e30, 0), (1, 0.99998e30, 1), (3, 1e31, 0), (1, 0, 1)]
            as [(Int32, Float, Int)]
        {
            let before = node.sent.count
            node.deliver([
                Sample.update(confirming: orphan) {
                    $0.configFlags = flags
                    $0.negligibleAmount = amount
                }
            ])
            #expect(node.sent.count - before == answers, "flags \(flags), amount \(amount)")
        }
        guard case .configureAccount(let m)? = node.sent.last else { return #expect(Bool(false), "the answer is a ConfigureAccount") }
        #expect(m.configFlags == 1 && m.negligibleAmount == 1e30 && m.seqnum == 0)
    }

    @Test("a purge counts once, and only for this server account or an older one (CA 19.11)")
    func purge() {
        var node = node()
        node.deliver([Sample.update(confirming: account(node)) { $0.principal = 5 }])
        func purge(_ days: Int32) -> any InboxMessage {
            AccountPurge(
                debtorID: 1, creditorID: Sample.creditorID, creationDate: CalendarDate(rawValue: Sample.birthday.rawValue + days),
                ts: Sample.now)
        }
        node.deliver([purge(-1)])
        #expect(account(node).server.exists)
        let info = account(node).info.version.id
        node.deliver([purge(0), purge(1)])
        #expect(!account(node).server.exists && account(node).server.principal == 0 && account(node).info.version.id == info.next)
    }

    @Test("transfers that are too old, known, or of no account are ignored (CA 19.13)")
    func ignored() {
        var node = node()
        node.deliver([Sample.update(confirming: account(node))])
        let old = Sample.now.adding(microseconds: -45 * Sample.day)
        node.deliver([Sample.transfer(1, after: 0, acquired: 5, principal: 5, committedAt: old)])
        #expect(node.committed.isEmpty)
        let good = Sample.transfer(1, after: 0, acquired: 5, principal: 5)
        node.deliver([good, good])
        node.deliver([good])
        #expect(node.committed.count == 1 && node.ledgers[Sample.key]?.count == 1)
        node.deliver([Sample.transfer(AccountKey(creditor: Sample.creditorID, debtor: 9), 1, after: 0, acquired: 5, principal: 5)])
        #expect(node.committed.count == 1)
        let entry = node.log[Sample.creditorID]!.first { if case .committedTransfer = $0.object { true } else { false } }
        #expect(entry?.updateID == nil && entry?.isDeleted == false && entry?.data == nil)
    }

    @Test("a ledger that several messages of a batch advance tells its news once, after the transfers")
    func batch() {
        var node = node()
        node.deliver([Sample.update(confirming: account(node))])
        let before = node.log[Sample.creditorID]!.count
        node.deliver((1...5).map { Sample.transfer($0, after: $0 - 1, acquired: 10, principal: 10 * $0) })
        #expect(
            node.log[Sample.creditorID]!.dropFirst(before).map(\.object.typeName)
                == Array(repeating: "CommittedTransfer", count: 5) + ["AccountLedger"])
        #expect(account(node).ledger.principal == 50 && node.ledgers[Sample.key]?.count == 5)
    }

    @Test("what came back to us is rejected in the name of the debtor, for creditors of this node only (CA 19.10)")
    func loopBack() {
        var node = SimulatedNode()
        for id in [
            Sample.range.min, Sample.range.max, CreditorID(Sample.range.min.rawValue - 1), CreditorID(Sample.range.max.rawValue + 1),
        ] {
            node.deliver([
                ConfigureAccount(
                    debtorID: 5, creditorID: id, negligibleAmount: 3.14, configData: "x", configFlags: 4, seqnum: 7, ts: Sample.now)
            ])
        }
        #expect(node.sent.count == 2)
        guard case .rejectedConfig(let m)? = node.sent.first else { return #expect(Bool(false), "the answer is a RejectedConfig") }
        #expect(m.rejectionCode == "NO_CONNECTION_TO_DEBTOR" && m.negligibleAmount == 3.14 && m.configFlags == 4 && m.configSeqnum == 7)
    }

    @Test("a creditor can be activated by a message; whatever is wrong is ignored (CA 19.19)")
    func activation() {
        var node = SimulatedNode()
        func activate(_ text: String) {
            node.deliver([ActivateCreditor(creditorID: Sample.creditorID, reservationID: text, ts: Sample.now)])
        }
        activate("8841")
        #expect(node.creditors.isEmpty)
        node.creditors[Sample.creditorID] = Sample.creditor(status: .reserved)
        activate("1")
        #expect(node.creditors[Sample.creditorID]?.status == .reserved && node.pins.isEmpty)
        activate("8841")
        #expect(node.creditors[Sample.creditorID]?.isActive == true && node.pins.count == 1)
    }
}
