import Synchronization
import Threading

/// Where the rows of another transaction arrive (see ``Database/copy(to:retry:reading:writing:)``).
///
/// Rows flow in pieces from the thread of the one connection to that of the other. A few pieces may be on their way; then whoever is faster
/// waits.
public final class CopyInlet: Sendable {
    /// How many pieces may be on their way.
    static let piecesOnTheWay = 4

    let pieces = BlockingQueue<[UInt8]>(capacity: CopyInlet.piecesOnTheWay)
    private let targets = BlockingQueue<(types: [PostgresType], statement: String)>(capacity: 1)
    private let isOpen = Atomic<Bool>(false)
    private let cause = Mutex<(any Error)?>(nil)

    init() {}

    /// The writing side is ready for rows of these columns.
    /// - Throws: ``DatabaseError/finished`` at the second time.
    func open(_ types: [PostgresType], statement: String) throws {
        guard !isOpen.exchange(true, ordering: .relaxed) else { throw DatabaseError.finished }
        try targets.append((types, statement))
        targets.finish()
    }

    /// The reading side waits for the writing side's columns. `nil` when it wants no rows.
    func awaitTarget() throws -> (types: [PostgresType], statement: String)? { try targets.next() }

    /// Ends both sides' waits. The first cause is the one that counts.
    func abandon(_ error: (any Error)?) {
        cause.withLock { $0 = $0 ?? error }
        targets.abandon()
        pieces.abandon()
    }

    /// What went wrong first.
    var firstFailure: (any Error)? { cause.withLock { $0 } }
}

/// The way from the reading side to the writing side.
final class CopyOutlet: CopySink {
    private let inlet: CopyInlet

    init(to inlet: CopyInlet) { self.inlet = inlet }

    func put(_ piece: UnsafeRawBufferPointer) throws { try inlet.pieces.append([UInt8](piece)) }
}
