/// Where a sweep stands in its table: a window of physical blocks that moves to the end and starts again (SMP 16.1). Pure.
public struct BlockWalk: Sendable, Equatable {
    /// The blocks from `lower` up to, but not including, `upper`.
    public struct Window: Sendable, Equatable {
        /// The first block.
        public let lower: Int64
        /// The first block behind the window.
        public let upper: Int64

        /// A window; see the members.
        public init(lower: Int64, upper: Int64) {
            self.lower = lower
            self.upper = upper
        }
    }

    /// PostgreSQL numbers blocks with 32 bits.
    public static let maxBlock = Int64(UInt32.max) - 1

    private let blocksPerQuery: Int64
    private var current: Int64
    private var isFastForward = false

    /// - Parameter startBlock: where the first walk begins; random, so that restarts do not always visit the same rows first.
    public init(blocksPerQuery: Int, startBlock: Int64) {
        precondition(blocksPerQuery > 0 && startBlock >= 0)
        self.blocksPerQuery = Int64(blocksPerQuery)
        self.current = min(startBlock, Self.maxBlock)
    }

    /// The next window. Twice as wide while no rows are found.
    public mutating func advance() -> Window {
        let width = isFastForward ? 2 * blocksPerQuery : blocksPerQuery
        let lower = current
        current = min(current + width, Self.maxBlock)
        return Window(lower: lower, upper: current)
    }

    /// Tells what the window held. Returns true when the end of the table was reached; the walk then starts again at its beginning.
    public mutating func found(rows: Int, tableBlocks: Int64) -> Bool {
        guard rows == 0 else {
            isFastForward = false
            return false
        }
        guard current > tableBlocks || current >= Self.maxBlock else {
            isFastForward = true
            return false
        }
        current = 0
        isFastForward = false
        return true
    }
}
