import SMPProtocol

/// Stored transfers of the present server account that lie ahead of the ledger, in the order of their numbers.
struct Chain: Equatable, Sendable {
    var links: [ChainLink]
    /// False when more are stored than were read.
    var isWhole: Bool

    static let empty = Chain(links: [], isWhole: true)

    /// Adds a transfer that has just been stored. Behind the last link of a chain that is not whole it would leave a hole; there it
    /// will be read from the store.
    mutating func insert(_ link: ChainLink) {
        guard let last = links.last, last.number > link.number else {
            if isWhole { links.append(link) }
            return
        }
        let place = links.firstIndex { $0.number > link.number } ?? links.endIndex
        links.insert(link, at: place)
    }

    /// Forgets what is behind the ledger.
    mutating func drop(through number: TransferNumber) {
        links.removeAll { $0.number <= number }
    }
}

extension AccountData {
    /// CA 10.4 steps 2–6: advances the ledger along the chain as far as the order allows.
    ///
    /// - Parameters:
    ///   - chain: transfers with numbers above `ledger.lastTransferNumber`.
    ///   - maxDelayMicroseconds: a predecessor that is missing for longer than this is not waited for.
    mutating func processLedger(
        _ chain: Chain, maxDelayMicroseconds: Int64, creditor: inout Creditor, now: Timestamp, effects: inout Effects
    ) {
        let cutoff = now.adding(microseconds: -maxDelayMicroseconds)
        var hasAdvanced = false
        ledger.pendingTransferAt = nil
        ledger.hasWork = !chain.isWhole
        for link in chain.links {
            precondition(link.number > ledger.lastTransferNumber, "the ledger never takes a transfer twice")
            if link.previous != ledger.lastTransferNumber && link.committedAt >= cutoff {
                ledger.pendingTransferAt = link.committedAt
                ledger.hasWork = false
                break
            }
            let written = updateLedger(
                number: link.number, acquired: link.acquiredAmount, principal: link.principal, now: now, effects: &effects)
            hasAdvanced = hasAdvanced || written
        }
        if !ledger.hasWork {
            let written = catchUpWithLostTransfer(cutoff: cutoff, now: now, effects: &effects)
            hasAdvanced = hasAdvanced || written
        }
        if hasAdvanced {
            announceLedger(creditor: &creditor, now: now, effects: &effects)
        }
    }

    /// CA 10.4 step 5: the last reported transfer has been missing for too long.
    private mutating func catchUpWithLostTransfer(cutoff: Timestamp, now: Timestamp, effects: inout Effects) -> Bool {
        guard ledger.pendingTransferAt == nil, server.lastTransferNumber > ledger.lastTransferNumber,
            server.lastTransferCommittedAt < cutoff
        else { return false }
        return updateLedger(
            number: server.lastTransferNumber, acquired: 0, principal: server.principal, now: now, effects: &effects)
    }
}
