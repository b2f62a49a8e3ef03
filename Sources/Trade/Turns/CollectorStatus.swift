/// The life of a collector account, as the solver database shows it (TS2 11.1). The numbers are those of the database.
enum CollectorStatus: Int16, Sendable, CaseIterable {
    /// Nobody has asked the accounting authority yet.
    case pristine = 0
    /// `ConfigureAccount` was sent; or the account is broken.
    case requested = 1
    /// The account ID is known; new trades may use the account.
    case active = 2
    /// Finishes old business and gets no new trades, so that what is left on it can be counted.
    case disabled = 3

    /// Whether *ensure* counts it (TS2 0.4).
    var isAlive: Bool { self != .disabled }

    /// Whether its account ID is known (TS2 0.4).
    var isUsable: Bool { self == .active || self == .disabled }

    /// Who may change it to what (TS2 11.2). Every change names the status that it starts from; when that is not the present one, nothing
    /// changes.
    func mayBecome(_ next: CollectorStatus) -> Bool {
        switch (self, next) {
        case (.pristine, .requested), (.requested, .active): true
        case (.active, .disabled), (.disabled, .active), (.disabled, .requested): true
        default: false
        }
    }
}
