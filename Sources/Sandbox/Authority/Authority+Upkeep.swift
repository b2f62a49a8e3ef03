import SMPProtocol

// What the authority does by itself, and what it can be told to do at once.

extension Authority {
    /// How often heartbeats and reminders are looked for, which means to look at everything.
    private static let slowUpkeepPeriod = Duration.seconds(60)

    /// What the authority does by itself. To be called often.
    func keepUp() {
        let now = clock.now
        var emissions = book.deliver(now: now)
        emissions += book.giveNames(now: now)
        emissions += book.refreshRates(.all, now: now)
        emissions += book.attemptDeletions(.all, now: now)
        if .now >= earliestPurge { emissions += book.purge(.all, now: now) }
        if .now - lastSlowUpkeep >= Self.slowUpkeepPeriod {
            lastSlowUpkeep = .now
            emissions += book.remind(.all, now: now) + book.heartbeat(.all, now: now)
        }
        _ = dispatch(emissions, now: now)
    }

    /// What somebody asks for.
    enum Order: Sendable {
        case heartbeat, reminder, capitalization, deletion, purge, rates
    }

    func execute(_ order: Order, _ selection: Selection) -> (messages: Int, ticket: Ticket) {
        let now = clock.now
        let emissions =
            switch order {
            case .heartbeat: book.heartbeat(selection, isForced: true, now: now)
            case .reminder: book.remind(selection, isForced: true, now: now)
            case .capitalization: book.capitalizeInterest(selection, now: now)
            case .deletion: book.attemptDeletions(selection, now: now)
            case .purge: book.purge(selection, isForced: true, now: now)
            case .rates: book.refreshRates(selection, isForced: true, now: now)
            }
        return dispatch(emissions, now: now)
    }

    /// Makes or changes a currency without a Debtors Agent (AA 12.5).
    func configureCurrency(_ debtorID: DebtorID, data: String, negligibleAmount: Float) -> (messages: Int, ticket: Ticket) {
        let now = clock.now
        let last = book.accounts[.root(of: debtorID)]?.lastConfig
        let message = ConfigureAccount(
            debtorID: debtorID, creditorID: .root, negligibleAmount: negligibleAmount, configData: data, configFlags: 0,
            seqnum: last?.seqnum.next ?? 0, ts: max(clock.wall(), last?.ts ?? .epoch))
        return dispatch(book.configure(message, now: now, wallNow: clock.wall()), now: now)
    }

    /// Moves the ledger into the future, and does what was to be done meanwhile, interest included (AA 12.1.2).
    ///
    /// - Returns: nil when that is too far.
    func advance(seconds: Int64) -> (messages: Int, ticket: Ticket)? {
        guard clock.advance(seconds: seconds) else { return nil }
        earliestPurge = .now + .seconds(dial.settings.maxDelaySeconds)
        let now = clock.now
        var emissions = book.deliver(now: now)
        emissions += book.giveNames(now: now)
        emissions += book.refreshRates(.all, now: now)
        emissions += book.capitalizeInterest(.all, now: now)
        emissions += book.attemptDeletions(.all, now: now)
        emissions += book.remind(.all, now: now)
        emissions += book.heartbeat(.all, now: now)
        return dispatch(emissions, now: now)
    }
}
