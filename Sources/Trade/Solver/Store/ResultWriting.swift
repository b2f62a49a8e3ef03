import CircularTrade
import Persistence
import SMPProtocol

/// Writes the trades of a turn into the six tables (TS 9), two rows for each: one for the worker of the creditor, one for that of the
/// collector. All rows flow through six COPYs, each in the order of its table's key, or nearly so.
struct ResultWriting {
    let turn: TurnID
    let tx: Transaction
    /// There are few collectors, and many rows.
    private var hashes: [CollectorID: Int16] = [:]

    init(turn: TurnID, in tx: Transaction) {
        self.turn = turn
        self.tx = tx
    }

    mutating func write(_ solution: Solution) throws {
        try writeForCreditors(solution.takings, to: .creditorTaking)
        try writeForCollectors(solution.takings, to: .collectorCollecting)
        try writeTransfers(solution.collectorTransfers)
        try writeForCollectors(solution.givings, to: .collectorDispatching)
        try writeForCreditors(solution.givings, to: .creditorGiving)
    }

    private func writeForCreditors(_ positions: PositionList, to table: ResultTable) throws {
        try tx.copyIn(table.target) { copy in
            for position in positions.byTrader {
                let creditor = CreditorID(position.trader.rawValue)
                try copy.row(
                    turn, creditor, DebtorID(position.currency.rawValue), creditor.shardingHash16, position.amount,
                    CreditorID(position.collector.rawValue))
            }
        }
    }

    private mutating func writeForCollectors(_ positions: PositionList, to table: ResultTable) throws {
        // A copy, as closures must not change what they share.
        var hashes = hashes
        let turn = turn
        try tx.copyIn(table.target) { copy in
            for position in positions {
                try copy.row(
                    turn, DebtorID(position.currency.rawValue), CreditorID(position.trader.rawValue), position.amount,
                    CreditorID(position.collector.rawValue), Self.hash(of: position.collector, &hashes))
            }
        }
        self.hashes = hashes
    }

    private mutating func writeTransfers(_ transfers: [CollectorTransfer]) throws {
        var hashes = hashes
        let turn = turn
        for table in [ResultTable.collectorSending, .collectorReceiving] {
            try tx.copyIn(table.target) { copy in
                for transfer in transfers {
                    let (first, second) = table == .collectorSending ? (transfer.from, transfer.to) : (transfer.to, transfer.from)
                    try copy.row(
                        turn, DebtorID(transfer.currency.rawValue), CreditorID(first.rawValue), CreditorID(second.rawValue),
                        Self.hash(of: first, &hashes), transfer.amount)
                }
            }
        }
        self.hashes = hashes
    }

    private static func hash(of collector: CollectorID, _ hashes: inout [CollectorID: Int16]) -> Int16 {
        if let known = hashes[collector] { return known }
        let hash = CreditorID(collector.rawValue).shardingHash16
        hashes[collector] = hash
        return hash
    }
}
