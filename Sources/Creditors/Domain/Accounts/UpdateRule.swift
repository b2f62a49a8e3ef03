import SMPProtocol

/// CA 6.2, CA-API 6.8: what a request with an update ID means for an object that has one.
enum UpdateVerdict: Equatable, Sendable {
    /// The request repeats what has been done: success, and nothing changes.
    case upToDate
    case apply
    case conflict

    init(stored: UpdateID, requested: UpdateID, differs: Bool) {
        if requested == stored && !differs {
            self = .upToDate
        } else if stored.rawValue != .max && requested == stored.next {
            self = .apply
        } else {
            self = .conflict
        }
    }
}

/// What became of a change that a client asked for.
enum UpdateOutcome: Equatable, Sendable {
    case applied
    case upToDate
    case conflict
    /// CA 6.4: another account of the creditor has this name.
    case nameIsTaken
    /// CA 6.5: the account of the peg does not exist.
    case pegDoesNotExist
}
