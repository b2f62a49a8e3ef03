import CircularTrade
import SMPProtocol

/// The bids of many creditors, judged in blocks of whole creditors, so that only one block is in memory at any time (TW 14.3, 14.4). With
/// each bid goes what the processor need not know.
struct BidBlocks<Origin: Sendable>: Sendable {
    /// Bids that were judged together, in the order in which they were added.
    struct Judged: Sendable {
        let origins: [Origin]
        let bids: [Bid]
        let verdicts: [BidVerdict]
    }

    private var processor: BidProcessor
    private var bids: [Bid] = []
    private var origins: [Origin] = []

    init(tree: CurrencyTree) { processor = BidProcessor(tree: tree) }

    /// Currencies that somebody would sell, and that have no collector yet (TW 14.6).
    ///
    /// - Parameter known: currencies with a collector account, whatever its status.
    func neededCollectors(besides known: Set<DebtorID>) -> [DebtorID] {
        processor.toBeConfirmed.map { DebtorID($0.rawValue) }.filter { !known.contains($0) }.sorted()
    }

    /// Adds a bid; those of a creditor must follow each other. Every block is handed out when it is judged.
    mutating func add(_ bid: Bid, _ origin: Origin, _ take: (Judged) throws -> Void) throws {
        if bids.count >= BidLimits.bidsPerBlock, bids[bids.count - 1].trader != bid.trader { try judge(take) }
        bids.append(bid)
        origins.append(origin)
    }

    /// Judges what is left.
    mutating func judge(_ take: (Judged) throws -> Void) throws {
        if bids.isEmpty { return }
        try take(Judged(origins: origins, bids: bids, verdicts: try processor.judge(bids)))
        bids.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }
}

enum BidLimits {
    /// A block is judged when it has so many bids; all bids of a creditor are in one block, however many they are.
    static let bidsPerBlock = 20_000
}

/// What a candidate offer says of the account besides its bid (TW 14.3).
struct BidAge: Sendable {
    let creationDate: CalendarDate
    let lastTransferNumber: TransferNumber
}

extension BidBlocks.Judged where Origin == BidAge {
    /// TW 14.5.
    func forEachCandidate(of turn: TurnID, ts: Timestamp, _ body: (CandidateOffer) throws -> Void) throws {
        for (index, verdict) in verdicts.enumerated() where verdict == .candidate {
            let (bid, age) = (bids[index], origins[index])
            try body(
                CandidateOffer(
                    turnID: turn, debtorID: DebtorID(bid.currency.rawValue), creditorID: CreditorID(bid.trader.rawValue),
                    amount: bid.amount, lastTransferNumber: age.lastTransferNumber, accountCreationDate: age.creationDate, ts: ts))
        }
    }
}
