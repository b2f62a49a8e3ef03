import Persistence
import SMPProtocol

/// The sequence of update IDs (CA 12.2, 12.3).
enum UpdateIDs {
    private static let drawStatement = Statement(
        "update_ids.draw", "SELECT nextval('object_update_id_seq') FROM generate_series(1, $1::bigint)")

    static func draw(_ count: Int) -> Query { drawStatement(Int64(count)) }

    static func decode(_ rows: Rows) throws -> [UpdateID] { try rows.map { try $0[0] } }

    /// The last value that was drawn. It may be higher by now, never lower.
    static let last = Query(Statement("update_ids.last", "SELECT last_value FROM object_update_id_seq"))

    private static let advanceStatement = Statement(
        "update_ids.advance", "SELECT max(nextval('object_update_id_seq')) FROM generate_series(1, $1::bigint)")

    /// What has to happen before an ID that was reached by counting may be committed: the sequence must have reached it too.
    static func reach(_ greatest: UpdateID, from last: UpdateID) -> Query? {
        greatest > last ? advanceStatement(greatest.rawValue - last.rawValue) : nil
    }
}
