import Foundation
import Persistence
import SMPProtocol

/// The messages that a node has rejected: copies of what has gone to the dead-letter queues. Some brokers lose what goes there (SMP 9.2.3),
/// and there nobody can look at a single message, send it again, or forget it.
///
/// A copy is committed before its message is rejected. A message that is delivered again in between has two copies.
///
/// Every node that consumes has the tables in its own schema, made by its migrations; a test of each node compares what they have made with
/// ``schema``.
public enum RejectedMessages {
    /// The tables, as SQL. `rejected_total` has one row: its lock makes those who change anything wait for each other.
    public static let schema = """
        CREATE TABLE rejected_message (
            message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            rejected_at timestamptz NOT NULL DEFAULT now(),
            queue text NOT NULL,
            exchange text NOT NULL,
            routing_key text NOT NULL,
            type text,
            content_type text,
            app_id text,
            headers text NOT NULL,
            body bytea NOT NULL,
            body_size bigint NOT NULL,
            reason text NOT NULL,
            kept_bytes bigint NOT NULL
        );
        CREATE TABLE rejected_total (
            is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
            kept_bytes bigint NOT NULL DEFAULT 0,
            dropped_count bigint NOT NULL DEFAULT 0
        );
        INSERT INTO rejected_total DEFAULT VALUES;
        """

    /// What is known of all of them.
    public struct Total: Sendable, Equatable {
        /// About how much room those that are kept take.
        public var keptBytes: Int64
        /// How many had to make room for newer ones since the tables exist.
        public var droppedCount: Int64
    }

    /// A message that is kept.
    public struct Kept: Sendable {
        /// By which it is named.
        public let messageID: RejectedMessageID
        /// When it was rejected.
        public let rejectedAt: Timestamp
        /// The message.
        public let message: RejectedMessage
    }

    // MARK: Keeping

    /// Keeps copies; the oldest ones make room.
    ///
    /// - Returns: how many had to make room, those of the new ones included for which there is not enough at all.
    @discardableResult
    public static func keep(_ messages: [RejectedMessage], limitBytes: Int64, in database: Database) async throws -> Int {
        try await database.transaction { tx in
            let total = try lockTotal(tx)
            let room = RejectedRoom(keptBytes: total.keptBytes, limitBytes: limitBytes)
            let newcomers = messages.dropFirst(room.overflow(messages.map(\.keptBytes)))
            let added = newcomers.reduce(0) { $0 + $1.keptBytes }
            let (freed, dropped) = try drop(bytes: room.excess(adding: added), tx)
            let droppedCount = dropped + messages.count - newcomers.count
            if !newcomers.isEmpty { tx.enqueue(inserting(Array(newcomers))) }
            tx.enqueue(changeTotal, added - freed, Int64(droppedCount))
            return droppedCount
        }
    }

    /// The oldest ones, as many as take so many bytes, portion by portion.
    private static func drop(bytes: Int64, _ tx: Transaction) throws -> (freed: Int64, count: Int) {
        var (freed, count) = (0 as Int64, 0)
        while freed < bytes {
            let oldest = try tx.query(lookAtOldest).map { row in
                (id: try row.decode(0, as: RejectedMessageID.self), size: try row.decode(1, as: Int64.self))
            }
            if oldest.isEmpty { break }
            let leaving = oldest.prefix(RejectedRoom.leaving(oldest.map(\.size), toFree: bytes - freed))
            tx.enqueue(delete, leaving.map(\.id))
            freed += leaving.reduce(0) { $0 + $1.size }
            count += leaving.count
        }
        return (freed, count)
    }

    // MARK: Looking

    /// What is known of all of them.
    public static func total(in database: Database) async throws -> Total {
        try Self.total(of: try await database.query("SELECT kept_bytes, dropped_count FROM rejected_total"))
    }

    /// The newest ones that are older than a given one, newest first, without their bodies.
    ///
    /// - Parameter before: nil: the newest of all.
    public static func newest(_ limit: Int, before: RejectedMessageID? = nil, in database: Database) async throws -> [Kept] {
        try await database.query(list, before ?? .last, Int64(limit)).map(kept)
    }

    /// Some of them, those of a lower number first. Those that are not there are left out.
    public static func messages(_ messageIDs: [RejectedMessageID], in database: Database) async throws -> [Kept] {
        try await database.query(load, messageIDs).map(kept)
    }

    // MARK: Ending

    /// Forgets messages.
    ///
    /// - Returns: those that were there.
    @discardableResult
    public static func forget(_ messageIDs: [RejectedMessageID], in database: Database) async throws -> [RejectedMessageID] {
        try await database.transaction { tx in
            _ = try lockTotal(tx)
            let forgotten = try tx.query(delete, messageIDs).map { row in
                (id: try row.decode(0, as: RejectedMessageID.self), size: try row.decode(1, as: Int64.self))
            }
            tx.enqueue(changeTotal, -forgotten.reduce(0) { $0 + $1.size }, 0 as Int64)
            return forgotten.map(\.id)
        }
    }

    /// The numbers of the oldest ones that are newer than a given one.
    public static func oldest(_ limit: Int, after: RejectedMessageID, in database: Database) async throws -> [RejectedMessageID] {
        try await database.query(numbers, after, Int64(limit)).map { row in try row.decode(0, as: RejectedMessageID.self) }
    }
}
