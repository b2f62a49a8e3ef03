import SMPProtocol
import Testing

@testable import Debtors

@Suite("Configuration of a debtor (DA 9.2, 9.6, 9.7, 9.9)")
struct ConfigurationTests {
    let limits = Sample.limits

    @Test("a change takes the next sequence number and carries the data, the flags and the limit")
    func change() throws {
        var debtor: Debtor? = Sample.active()
        let before = debtor!.configuration

        let effects = try debtor.updateConfiguration(data: "{}", latestUpdateID: 2, limits: limits, now: noon + 5)

        let message = try #require(effects.first?.configuration)
        #expect(effects.count == 1)
        #expect(message.ts == noon + 5)
        #expect(message.seqnum == before.lastSeqnum.next)
        #expect(message.configData == "{}")
        #expect(message.configFlags == 0)
        #expect(message.creditorID == .root)
        #expect(message.negligibleAmount > 9.22337e18)
        #expect(debtor?.configuration.lastTs == message.ts)
        #expect(debtor?.configuration.lastSeqnum == message.seqnum)
        #expect(debtor?.configuration.latestUpdateID == 2)
    }

    private func emitted(by debtor: inout Debtor) -> ConfigureAccount? {
        var effects = Effects()
        debtor.emitConfiguration(now: noon, effects: &effects)
        return effects.messages.first?.configuration
    }

    @Test("the timestamp stays when the clock steps back, and the sequence number wraps")
    func clockStepsBack() throws {
        var debtor = Sample.active()
        debtor.configuration.lastTs = noon + 100
        debtor.configuration.lastSeqnum = SequenceNumber(.max)

        let message = try #require(emitted(by: &debtor))

        #expect(message.ts == noon + 100)
        #expect(message.seqnum == SequenceNumber(.min))
    }

    @Test("emitting a configuration leaves its error and whether it is effectual alone", arguments: [true, false])
    func leavesError(isEffectual: Bool) {
        var debtor = Sample.active()
        debtor.configuration.isEffectual = isEffectual
        debtor.configuration.error = "X"

        _ = emitted(by: &debtor)

        #expect(debtor.configuration.isEffectual == isEffectual)
        #expect(debtor.configuration.error == "X")
    }

    @Test("repeating the latest update changes nothing but counts, until the limit")
    func repetition() throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.updateConfiguration(data: "a", latestUpdateID: 2, limits: limits, now: noon)
        let configuration = debtor!.configuration

        for _ in 0..<9 {
            let effects = try debtor.updateConfiguration(data: "a", latestUpdateID: 2, limits: limits, now: noon + 1)
            #expect(effects.isEmpty)
        }
        #expect(debtor?.configuration == configuration)
        #expect(debtor?.actions.count == 10)
        #expect(throws: Refusal.tooManyManagementActions) {
            try debtor.updateConfiguration(data: "a", latestUpdateID: 2, limits: limits, now: noon + 2)
        }
    }

    @Test("an update with a wrong ID is refused and not counted", arguments: [0, 1, 3, 4, Int64.max])
    func conflict(id: Int64) throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.updateConfiguration(data: "a", latestUpdateID: 2, limits: limits, now: noon)
        let before = debtor

        for data in ["a", "b"] where !(id == 3) {
            #expect(throws: Refusal.updateConflict) {
                try debtor.updateConfiguration(data: data, latestUpdateID: id, limits: limits, now: noon)
            }
        }
        #expect(throws: Refusal.updateConflict) {
            try debtor.updateConfiguration(data: "b", latestUpdateID: 2, limits: limits, now: noon)
        }
        #expect(debtor == before)
    }

    @Test("another spelling of the same characters is another configuration")
    func spelling() throws {
        var debtor: Debtor? = Sample.active()
        _ = try debtor.updateConfiguration(data: "\u{e9}", latestUpdateID: 2, limits: limits, now: noon)
        #expect(throws: Refusal.updateConflict) {
            try debtor.updateConfiguration(data: "e\u{301}", latestUpdateID: 2, limits: limits, now: noon)
        }
        let message = Sample.update(debtor!) { $0.configData = "e\u{301}" }
        _ = debtor.receive(message, now: noon, infoIRI: nil)
        #expect(debtor?.configuration.isEffectual == false)
    }

    @Test("the update ID never overflows")
    func lastUpdateID() {
        var debtor: Debtor? = Sample.active()
        debtor?.configuration.latestUpdateID = .max
        #expect(throws: Refusal.updateConflict) {
            try debtor.updateConfiguration(data: "b", latestUpdateID: .max, limits: limits, now: noon)
        }
    }

    @Test("the throttle comes before the conflict")
    func throttleFirst() {
        var debtor: Debtor? = Sample.active()
        debtor?.actions.count = 10
        #expect(throws: Refusal.tooManyManagementActions) {
            try debtor.updateConfiguration(data: "b", latestUpdateID: 99, limits: limits, now: noon)
        }
    }

    @Test(
        "restricting announces the limit in any case",
        arguments: [(-5500, 5500), (0, 0), (-5000, 5000), (Int64.min, 9.223372036854775808e18)] as [(Int64, Float)])
    func restrict(minBalance: Int64, amount: Float) throws {
        var debtor: Debtor? = Sample.active()
        for round in 1...2 {
            let effects = try debtor.restrict(minBalance: minBalance, now: noon + Double(round))
            let message = try #require(effects.first?.configuration)
            #expect(effects.count == 1)
            #expect(message.negligibleAmount == amount)
            #expect(message.negligibleAmount.sign == .plus)
            #expect(message.configData == "")
            #expect(message.configFlags == 0)
        }
        #expect(debtor?.minBalance == minBalance)
        #expect(debtor?.configuration.latestUpdateID == 1)
        #expect(debtor?.actions.count == 0)
    }

    @Test("only an active debtor can be configured or restricted", arguments: [DebtorStatus.reserved, .deactivated, nil])
    func notActive(status: DebtorStatus?) {
        var debtor: Debtor? = status.map { status in
            var debtor = Sample.active()
            debtor.status = status
            return debtor
        }
        let before = debtor
        #expect(throws: Refusal.debtorDoesNotExist) { try debtor.restrict(minBalance: -1, now: noon) }
        #expect(throws: Refusal.debtorDoesNotExist) {
            try debtor.updateConfiguration(data: "", latestUpdateID: 2, limits: limits, now: noon)
        }
        #expect(throws: Refusal.debtorDoesNotExist) { try debtor.saveDocument(limits: limits, now: noon) }
        #expect(debtor == before)
    }
}

@Suite("Counting in windows (DA 9.8, 9.9, DA-API 8)")
struct WindowedCounterTests {
    let today = CalendarDate(rawValue: 20_000)

    @Test("with limit N, N succeed and the next one fails", arguments: [0, 1, 2, 300])
    func limit(n: Int) {
        var counter = WindowedCounter(resetDate: today)
        let answers = (0...n).map { _ in counter.take(limit: n, windowDays: 30, today: today) }
        #expect(answers == Array(repeating: true, count: n) + [false])
        #expect(counter == WindowedCounter(count: Int32(n), resetDate: today))
    }

    @Test("the window ends when more than its length has passed", arguments: [(30, false), (31, true), (-5, false)])
    func window(days: Int32, isOver: Bool) {
        var counter = WindowedCounter(count: 7, resetDate: today)
        let later = CalendarDate(rawValue: today.rawValue + days)
        let isTaken = counter.take(limit: 7, windowDays: 30, today: later)
        #expect(isTaken == isOver)
        #expect(counter == (isOver ? WindowedCounter(count: 1, resetDate: later) : WindowedCounter(count: 7, resetDate: today)))
    }

    @Test("a refusal does not even start a new window")
    func refusalInNewWindow() {
        var counter = WindowedCounter(count: 7, resetDate: today)
        let before = counter
        let isTaken = counter.take(limit: 0, windowDays: 30, today: CalendarDate(rawValue: today.rawValue + 99))
        #expect(!isTaken)
        #expect(counter == before)
    }
}
