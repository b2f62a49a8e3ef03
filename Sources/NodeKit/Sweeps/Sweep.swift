import Logging
import Persistence

/// Walks a whole table again and again at a steady pace, and hands every row to a processor (SMP 16): the `scan_*` commands.
///
/// Within each completion goal every row is visited about once, and the load is spread evenly. The walk goes along the physical blocks of
/// the table, so it needs no index and reads every page once; it starts at a random place. Rows that move meanwhile may be seen twice or
/// not at all in a walk: the processor decides on a copy, and verifies under lock what it is about to change. A row that contradicts
/// itself is left out and logged; it keeps nobody from visiting the others.
public struct Sweep<Element: Sendable>: NodeRole {
    /// The name in logs.
    public let name: String
    private let table: SweptTable<Element>
    private let settings: SweepRhythm.Settings
    private let quitsEarly: Bool
    private let database: Database
    private let logger: Logger
    private let process: @Sendable ([Element]) async throws -> Void

    /// - Parameters:
    ///   - name: the command, e.g. `scan_debtors`.
    ///   - table: what is read.
    ///   - quitsEarly: walk once without pauses, then end.
    ///   - process: decides on the rows and commits transactions of its own. Never called with none.
    public init(
        name: String, table: SweptTable<Element>, settings: SweepRhythm.Settings, quitsEarly: Bool = false, database: Database,
        logger: Logger, process: @escaping @Sendable ([Element]) async throws -> Void
    ) {
        self.name = name
        self.table = table
        self.settings = settings
        self.quitsEarly = quitsEarly
        self.database = database
        self.logger = logger
        self.process = process
    }

    /// Walks until the process is to stop, or once.
    public func run() async throws {
        if quitsEarly { return try await walkOnce() }
        let blocks = try await tableBlocks()
        var reader = Reader(walk: BlockWalk(blocksPerQuery: settings.blocksPerQuery, startBlock: Int64.random(in: 0...max(0, blocks))))
        while !Pause.isStopping {
            try await runRhythm(&reader)
        }
    }

    /// What was read and not yet handed out, and where the walk stands.
    private struct Reader {
        var walk: BlockWalk
        var waiting: [Element] = []
    }

    private func runRhythm(_ reader: inout Reader) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        func now() -> Double { (clock.now - start).inSeconds }
        var rhythm = SweepRhythm(settings: settings, total: try await estimatedRows(), now: now())
        while !Pause.isStopping {
            let rows = try await take(rhythm.itemsPerBeat, from: &reader)
            if !rows.isEmpty { try await process(rows) }
            let step = rhythm.registerBeat(now: now())
            switch step {
            case .end: return
            case .beat(let pause), .checkSize(let pause):
                if pause > 0 {
                    let before = now()
                    guard await Pause.sleep(for: Duration(bounded: pause)) else { return }
                    rhythm.registerPause(seconds: now() - before, now: now())
                }
            }
            if case .checkSize = step, rhythm.sizeHasChanged(newTotal: try await estimatedRows()) { return }
        }
    }

    /// Takes so many rows, fewer at the end of the table.
    private func take(_ count: Int, from reader: inout Reader) async throws -> [Element] {
        while reader.waiting.count < count {
            let rows = try await visit(&reader.walk)
            reader.waiting += rows.elements
            if rows.isEnd {
                logger.info("\(name) reached the end of the table")
                break
            }
        }
        defer { reader.waiting.removeFirst(min(count, reader.waiting.count)) }
        return Array(reader.waiting.prefix(count))
    }

    private func walkOnce() async throws {
        var walk = BlockWalk(blocksPerQuery: settings.blocksPerQuery, startBlock: 0)
        while !Pause.isStopping {
            let rows = try await visit(&walk)
            if !rows.elements.isEmpty { try await process(rows.elements) }
            if rows.isEnd { return }
        }
    }

    /// Reads the next window of the table.
    ///
    /// - Returns: its rows, and whether the end of the table was reached.
    private func visit(_ walk: inout BlockWalk) async throws -> (elements: [Element], isEnd: Bool) {
        Pulse.beat()
        let window = walk.advance()
        let (rows, blocks) = try await database.transaction(readOnly: true) { tx in
            let rows = try table.read(window, in: tx)
            // Only an empty window asks where the table ends.
            return (rows, rows.isEmpty ? try SweepStatements.tableBlocks(table.name, in: tx) : 0)
        }
        let isEnd = walk.found(rows: rows.count, tableBlocks: blocks)
        return (try table.elements(of: rows, logger: logger), isEnd)
    }

    private func tableBlocks() async throws -> Int64 {
        try await database.transaction(readOnly: true) { tx in try SweepStatements.tableBlocks(table.name, in: tx) }
    }

    private func estimatedRows() async throws -> Int {
        try await database.transaction(readOnly: true) { tx in try SweepStatements.estimatedRows(table.name, in: tx) }
    }
}
