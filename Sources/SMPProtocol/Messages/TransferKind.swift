/// What a transfer of the trade service is for (SMP 1.3.2).
public enum TransferKind: Int32, CaseIterable, Sendable {
    /// From a collector to another collector.
    case sending = 0
    /// From a collector to a buyer.
    case dispatching = 1
    /// Of a surplus, to the primary collector or to the owner.
    case moving = 2
    /// Valid on the wire, but nobody sends it.
    case unassigned = 3

    /// Writes `transfer_kind`, and `is_dispatching` where the older profile can express it (SMP 1.3.3).
    func encode(into writer: inout JSONWriter) {
        writer.member("transfer_kind", rawValue)
        switch self {
        case .sending, .dispatching: writer.member("is_dispatching", self == .dispatching)
        case .moving, .unassigned: break
        }
    }
}
