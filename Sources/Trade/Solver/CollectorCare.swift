import Logging
import SMPProtocol

/// The tasks after a solve (TS2 5.3): overloaded currencies get more collectors, some collectors are taken out of use for a while, stuck
/// ones are deleted. In this order: new accounts do not count among those that may be disabled, and cannot be stuck yet.
///
/// Every step can be done again; a crash anywhere leaves the rest to the next time.
struct CollectorCare: Sendable {
    let store: SolverStore
    let settings: SolverSettings
    let logger: Logger

    /// How many currencies are looked at in one transaction.
    static let currenciesPerBlock = 500
    /// Tables from which a solve deletes everything.
    static let emptiedTables = ["debtor_info", "confirmed_debtor", "hoarded_currency", "currency_info", "sell_offer", "buy_offer"]

    func run(at now: Timestamp) async throws {
        try await strengthen(at: now)
        try await disable(at: now)
        let patience = 2 * settings.surplusBlockingDelayDays * Self.secondsPerDay
        let stuck = try await store.deleteStuckCollectors(requestedBefore: now - patience)
        if stuck > 0 { logger.info("Deleted \(stuck) collector accounts that had been requested long ago and never became active") }
        try await store.vacuum(Self.emptiedTables)
    }

    /// TS2 9.2
    private func strengthen(at now: Timestamp) async throws {
        for overload in try await store.overloads() {
            let isEnough = try await store.ensureCollectors(
                2 * Int(overload.collectorsCount), of: overload.debtorID, interval: settings.collectors, at: now)
            if !isEnough {
                logger.error(
                    """
                    Debtor \(overload.debtorID) needs more collector accounts than the interval of collector IDs has room for; \
                    a larger TRANSFERS_COLLECTOR_LIMIT would need fewer
                    """)
            }
            try await store.forget(overload)
        }
    }

    /// TS2 11.5
    private func disable(at now: Timestamp) async throws {
        let limit = now - settings.collectorActivityMinDays * Self.secondsPerDay
        var last: DebtorID?
        repeat {
            let block = try await store.rotateCollectors(
                after: last, currencies: Self.currenciesPerBlock, interval: settings.collectors, activeSince: limit, at: now)
            if block.disabled > 0 { logger.info("Disabled \(block.disabled) collector accounts, so that their surplus can be counted") }
            last = block.next
        } while last != nil
    }

    private static let secondsPerDay = 86_400.0
}

extension Timestamp {
    /// The moment so many seconds before; saturates.
    fileprivate static func - (moment: Timestamp, seconds: Double) -> Timestamp {
        moment.adding(microseconds: -Int64(min(seconds * 1e6, 9e18)))
    }
}
