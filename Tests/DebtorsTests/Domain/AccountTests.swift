import SMPProtocol
import Testing

@testable import Debtors

@Suite("Messages about the root account (DA 10.1 – 10.4, 10.8)")
struct AccountTests {
    private func receive(_ debtor: inout Debtor?, _ message: AccountUpdate, now: Timestamp = noon, iri: String? = nil) -> [Outgoing] {
        debtor.receive(message, now: now, infoIRI: iri)
    }

    @Test("an effectual update is stored, with the IRI that it confirms")
    func effectual() {
        var debtor: Debtor? = Sample.active()
        debtor?.configuration.error = "X"
        let effects = receive(&debtor, Sample.update(Sample.active(), principal: -250_000), iri: "https://example.com/")
        #expect(effects.isEmpty)
        #expect(debtor?.account.balance == -250_000)
        #expect(debtor?.account.accountID.rawValue == "0")
        #expect(debtor?.account.transferNoteMaxBytes == 500)
        #expect(debtor?.account.exists == true)
        #expect(debtor?.account.lastChangeSeqnum == 1)
        #expect(debtor?.configuration.isEffectual == true)
        #expect(debtor?.configuration.error == nil)
        #expect(debtor?.infoIRI == "https://example.com/")
    }

    @Test("a configuration without an IRI takes the old one away")
    func removesIRI() {
        var debtor: Debtor? = Sample.active()
        debtor?.infoIRI = "https://example.com/"
        _ = receive(&debtor, Sample.update(Sample.active()), iri: nil)
        #expect(debtor?.infoIRI == nil)
    }

    static let ineffectual: [@Sendable (inout AccountUpdate) -> Void] = [
        { $0.negligibleAmount = 0 }, { $0.negligibleAmount = 9.2e18 }, { $0.configFlags = 2 }, { $0.configData = "x" },
        { $0.lastConfigSeqnum = $0.lastConfigSeqnum.next }, { $0.lastConfigTs = $0.lastConfigTs + 1e-6 },
    ]

    @Test("an update that does not have the last configuration is stored, but is not effectual", arguments: ineffectual.indices)
    func notEffectual(index: Int) {
        var debtor: Debtor? = Sample.active()
        debtor?.configuration.error = "X"
        debtor?.configuration.isEffectual = true
        debtor?.infoIRI = "old"
        _ = receive(&debtor, Sample.update(Sample.active(), principal: -5, Self.ineffectual[index]), iri: "new")
        #expect(debtor?.account.balance == -5)
        #expect(debtor?.configuration.isEffectual == false)
        #expect(debtor?.configuration.error == "X")
        #expect(debtor?.infoIRI == "old")
    }

    /// Whether news with this negligible amount, and everything else as the debtor wants it, confirm the configuration.
    private func isMatched(_ debtor: Debtor?, by amount: Float) -> Bool {
        guard let debtor else { return false }
        return Sample.update(debtor) { $0.negligibleAmount = amount }.confirms(debtor.sentConfiguration)
    }

    @Test(
        "amounts are compared with a tolerance",
        arguments: [(1000.009, true), (999.991, true), (1000.02, false), (999.98, false), (0, false)] as [(Float, Bool)])
    func tolerance(amount: Float, matches: Bool) throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.restrict(minBalance: -1000, now: noon)
        #expect(isMatched(debtor, by: amount) == matches)
    }

    @Test("an amount of zero matches a limit of zero")
    func zeroLimit() throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.restrict(minBalance: 0, now: noon)
        #expect(isMatched(debtor, by: 0))
        #expect(!isMatched(debtor, by: 1))
    }

    @Test(
        "every limit matches itself in single precision", arguments: [-1, -123_456_789, -16_777_217, Int64.min, Int64.min + 1] as [Int64])
    func ownAmount(minBalance: Int64) throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.restrict(minBalance: minBalance, now: noon)
        #expect(isMatched(debtor, by: try #require(debtor?.negligibleAmount)))
    }

    @Test(
        "an update older than its time to live changes nothing",
        arguments: [(-100.0, Int32(99), true), (-100, 100, false), (-0.000001, 0, true), (0, 0, false)])
    func expiry(age: Double, ttl: Int32, isIgnored: Bool) {
        var debtor: Debtor? = Sample.active(now: noon - 1000)
        let before = debtor
        let effects = receive(&debtor, Sample.update(debtor!, principal: -5, ts: noon + age, ttl: ttl))
        #expect(effects.isEmpty)
        #expect((debtor == before) == isIgnored)

        var unknown: Debtor?
        #expect(receive(&unknown, Sample.update(before!, ts: noon + age, ttl: ttl)).isEmpty == isIgnored)
    }

    @Test("the heartbeat follows the message, never goes back, and never beyond now", arguments: [(-50.0, -50.0), (50, 0), (-2000, -1000)])
    func heartbeat(ts: Double, expected: Double) {
        var debtor: Debtor? = Sample.active(now: noon - 1000)
        _ = receive(&debtor, Sample.update(debtor!, ts: noon + ts))
        #expect(debtor?.account.lastHeartbeatTs == noon + expected)
    }

    @Test("an update that is not newer only advances the heartbeat")
    func sameKey() {
        var debtor: Debtor? = Sample.active()
        _ = receive(&debtor, Sample.update(Sample.active(), principal: -5))
        var expected = debtor
        expected?.account.lastHeartbeatTs = noon + 60
        _ = receive(&debtor, Sample.update(Sample.active(), principal: -6, ts: noon + 60), now: noon + 60)
        #expect(debtor == expected)
    }

    @Test(
        "updates are ordered by creation date, change, and sequence number",
        arguments: [
            (0, 0.0, 1, false), (0, 0, 2, true), (0, 0, 0, false), (0, -1e-6, 9, false), (0, 1e-6, -9, true),
            (-1, 99, 9, false), (1, -99, -9, true), (0, 0, .min, true), (0, 0, .min + 1, false), (0, 0, .max, true),
        ] as [(Int32, Double, Int32, Bool)])
    func order(days: Int32, seconds: Double, seqnum: Int32, isNewer: Bool) {
        var debtor: Debtor? = Sample.active()
        _ = receive(&debtor, Sample.update(Sample.active(), principal: -1))
        _ = receive(
            &debtor,
            Sample.update(Sample.active(), principal: -2) {
                $0.creationDate = CalendarDate(rawValue: $0.creationDate.rawValue + days)
                $0.lastChangeTs = $0.lastChangeTs + seconds
                $0.lastChangeSeqnum = SequenceNumber(seqnum)
            })
        #expect(debtor?.account.balance == (isNewer ? -2 : -1))
    }

    @Test("only the root account matters")
    func otherCreditor() {
        var debtor: Debtor? = Sample.active()
        #expect(receive(&debtor, Sample.update(Sample.active(), principal: -1) { $0.creditorID = 1 }).isEmpty)
        #expect(debtor == Sample.active())
        var unknown: Debtor?
        #expect(receive(&unknown, Sample.update(Sample.active()) { $0.creditorID = 1 }).isEmpty)
        debtor.receive(Sample.rejection(of: Sample.active()) { $0.creditorID = 1 })
        #expect(debtor == Sample.active())
    }

    @Test("the account of an unknown, reserved or deactivated debtor is discarded, every time")
    func orphans() throws {
        var deactivated: Debtor? = Sample.active(now: noon - 10)
        _ = deactivated.deactivate(now: noon - 5)
        for debtor in [nil, Sample.reserved(), deactivated] {
            for _ in 1...2 {
                var state = debtor
                let effects = receive(&state, Sample.update(Sample.active()))
                let message = try #require(effects.first?.configuration)
                #expect(effects.count == 1)
                #expect(message.ts == noon && message.seqnum == 0)
                #expect(message.configFlags == 1 && message.configData == "" && message.negligibleAmount == 1e30)
                #expect(state == debtor)
            }
        }
    }

    @Test("when the clock stepped back, discarding is still later than the last configuration")
    func orphanWithClockBehind() throws {
        var debtor: Debtor? = Sample.active()
        _ = debtor.deactivate(now: noon)
        let message = try #require(receive(&debtor, Sample.update(Sample.active()), now: noon - 1).first?.configuration)
        #expect(message.ts == noon)
        #expect(message.seqnum.isLater(than: debtor!.configuration.lastSeqnum))
    }

    @Test(
        "an account that is being discarded is left alone",
        arguments: [
            (1, 1e30, true), (1, 0.999991e30, true), (1, 0.99998e30, false), (1, 1e31, true), (0, 1e30, false), (3, 1e30, true),
            (2, 1e30, false), (1, 0, false),
        ] as [(Int32, Float, Bool)])
    func alreadyDiscarded(flags: Int32, amount: Float, isLeftAlone: Bool) {
        var debtor: Debtor?
        let effects = receive(
            &debtor,
            Sample.update(Sample.active()) {
                $0.configFlags = flags
                $0.negligibleAmount = amount
            })
        #expect(effects.isEmpty == isLeftAlone)
    }

    static let foreignRejections: [@Sendable (inout RejectedConfig) -> Void] = [
        { $0.configData += " " }, { $0.configFlags = 1 }, { $0.negligibleAmount *= 1.0001 },
        { $0.configSeqnum = $0.configSeqnum.next }, { $0.configSeqnum = SequenceNumber($0.configSeqnum.rawValue - 1) },
        { $0.configTs = $0.configTs + 1 }, { $0.configTs = $0.configTs - 1 },
    ]

    @Test("a rejection of another configuration is ignored", arguments: foreignRejections.indices)
    func foreignRejection(index: Int) {
        var debtor: Debtor? = Sample.active()
        debtor.receive(Sample.rejection(of: Sample.active(), Self.foreignRejections[index]))
        #expect(debtor == Sample.active())
    }

    @Test("a rejection is remembered, the first one only", arguments: ["INVALID_CONFIGURATION", ""])
    func rejection(code: String) {
        var debtor: Debtor? = Sample.active()
        debtor.receive(Sample.rejection(of: Sample.active(), code: code))
        #expect(debtor?.configuration.error == code)
        debtor.receive(Sample.rejection(of: Sample.active(), code: "OTHER"))
        #expect(debtor?.configuration.error == code)
        var unknown: Debtor?
        unknown.receive(Sample.rejection(of: Sample.active()))
        #expect(unknown == nil)
    }

    @Test(
        "a purge takes the account away unless a younger one is known", arguments: [(-1, false), (0, true), (400, true)] as [(Int32, Bool)])
    func purge(days: Int32, isPurged: Bool) {
        var debtor: Debtor? = Sample.active()
        let update = Sample.update(Sample.active(), principal: -500)
        _ = receive(&debtor, update, iri: "https://example.com/")
        let before = debtor!
        let date = CalendarDate(rawValue: update.creationDate.rawValue + days)

        debtor.receive(AccountPurge(debtorID: Sample.debtorID, creditorID: 1, creationDate: date, ts: noon))
        #expect(debtor == before, "it was not the root account")
        debtor.receive(AccountPurge(debtorID: Sample.debtorID, creditorID: .root, creationDate: date, ts: noon))

        var expected = before
        if isPurged {
            expected.account.exists = false
            expected.account.balance = 0
            expected.account.transferNoteMaxBytes = 0
            expected.account.accountID = .none
            expected.configuration.isEffectual = false
        }
        #expect(debtor == expected)
        let once = debtor
        debtor.receive(AccountPurge(debtorID: Sample.debtorID, creditorID: .root, creationDate: date, ts: noon))
        #expect(debtor == once)
    }
}
