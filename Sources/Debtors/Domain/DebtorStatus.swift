/// The life of a debtor: reserved → active → deactivated, and no other transition (DA 8.1, DA 17.1.1).
///
/// The raw values are what the database holds: bit 0 "was activated", bit 1 "was deactivated".
enum DebtorStatus: Int16, Sendable, Equatable {
    /// The ID is taken, nothing else. May be deleted when it stays so for too long (DA 12.2).
    case reserved = 0
    case active = 1
    /// A tombstone, kept so that the ID is never given to somebody else.
    case deactivated = 3
}
