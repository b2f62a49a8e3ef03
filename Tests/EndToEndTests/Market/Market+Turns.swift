import SMPProtocol
import Synchronization
import TestSupport

@testable import Demo

extension Market {
    /// A turn of the market, and what was found wrong about it.
    struct Report: Sendable {
        let turn: TradeAdministration.Turn
        let differences: [String]
        /// What the trade service has moved.
        let deeds: [MoneyTransfer]
    }

    /// What a story expects of its turn.
    struct Expectations: Sendable {
        /// People who need not get what they have given is worth.
        var unserved: Set<CreditorID> = []
        /// Collectors sell what is theirs.
        var collectorsTrade = false
        /// Something cannot come to its end yet.
        var isUnfinished = false
    }

    /// People say what they want, a turn goes by, and everything is counted.
    ///
    /// - Parameter wishes: nil: what they have wanted before.
    func trade(
        _ wishes: [Holdings.Account: Wish]? = nil, _ expectations: Expectations = Expectations(),
        _ interludes: TurnDriver.Interludes = .init()
    ) async throws -> Report {
        let (before, since) = try await rest()
        if let wishes { try await tell(wishes) }
        try await awaitWishes(before)
        var interludes = interludes
        if let wishes { interludes.expectedLocks = Int64(RandomWishes.candidates(wishes, before)) }
        let turn = try await driver.run(interludes)
        return try await report(turn, before, since, expectations)
    }

    /// Waits until nothing moves.
    ///
    /// - Returns: the books of the authority, and the moment.
    func rest() async throws -> (books: Holdings, since: Timestamp) {
        // The service moves money at moments of its own, too: the books are those of the moment only if nothing has moved since.
        while true {
            let moment = try clock.now()
            let found = try await settle(seconds: 120)
            guard found.isSettled else { throw TurnDriver.Stuck(description: "\(found.contradictions + found.unfinished)") }
            if try await transfers(since: moment).isEmpty { return (found.books, moment) }
        }
    }

    /// Counts until nothing moves and all books agree, or the time is over.
    private func settle(seconds: Double) async throws -> MoneyCount.Result {
        let last = Mutex<MoneyCount.Result?>(nil)
        do {
            try await Patience.until("equal books", seconds: seconds) {
                let found = try await count.take()
                last.withLock { $0 = found }
                return found.isSettled
            }
        } catch let error as NotInTime {
            if last.withLock({ $0 == nil }) { throw error }
        }
        return try last.withLock { $0 }.required("result", of: "the count")
    }

    /// Counts everything, and compares it with what was before.
    func report(
        _ turn: TradeAdministration.Turn, _ before: Holdings, _ since: Timestamp, _ expectations: Expectations
    ) async throws -> Report {
        let (found, transfers) = try await booksAndTransfers(since, seconds: expectations.isUnfinished ? 5 : 120)
        let (wishes, payments) = takeMemory()
        let check = MarketCheck(
            before: before, after: found.books, transfers: transfers, payments: payments, wishes: wishes, prices: prices,
            collectors: 0x100_0000_0000...0x100_0000_ffff, unserved: expectations.unserved,
            collectorsTrade: expectations.collectorsTrade)
        let unfinished = expectations.isUnfinished ? [] : found.unfinished
        return Report(
            turn: turn, differences: found.contradictions + unfinished + check.differences, deeds: transfers.filter { $0.note != nil })
    }

    /// Books and transfers that belong together: nothing has moved while they were read.
    private func booksAndTransfers(_ since: Timestamp, seconds: Double) async throws -> (MoneyCount.Result, [MoneyTransfer]) {
        while true {
            let count = try await transfers(since: since).count
            let found = try await settle(seconds: seconds)
            let transfers = try await transfers(since: since)
            if transfers.count == count { return (found, transfers) }
        }
    }

    /// What the authority has moved since a moment, in all currencies of the market.
    func transfers(since: Timestamp) async throws -> [MoneyTransfer] {
        let sandbox = SandboxAuthority(nodes: place.nodes)
        var found: [MoneyTransfer] = []
        for currency in place.currencies {
            for value in try await sandbox.committedTransfers(of: currency.issuer.id) {
                guard let moment = value.at("committedAt")?.moment, moment >= since else { continue }
                found.append(try MoneyTransfer(value))
            }
        }
        return found
    }

    /// Random wishes of everybody, who has what the authority says.
    func randomWishes(_ balances: Holdings, using generator: inout SplitMix64) -> [Holdings.Account: Wish] {
        RandomWishes.draw(for: place.traders.map(\.accounts), balances, using: &generator)
    }
}

extension MoneyTransfer {
    /// As the sandbox reports it.
    fileprivate init(_ value: JSONValue) throws {
        func id<ID: WireIdentifier>(_ name: String) throws -> ID {
            try ID(pathSegment: value.at(name)?.string ?? "").required(name, of: "a transfer of the sandbox")
        }
        let isAgents = value.at("coordinatorType")?.string == CoordinatorType.agent.rawValue
        self.init(
            debtor: try id("debtorId"), sender: try id("senderId"), recipient: try id("recipientId"),
            amount: try (value.at("amount")?.int64).required("amount", of: "a transfer of the sandbox"),
            note: isAgents ? value.at("note")?.string.flatMap { AgentTransferNote($0) } : nil)
    }
}
