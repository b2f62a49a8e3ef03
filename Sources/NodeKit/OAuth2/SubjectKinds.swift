import SMPProtocol

/// Who makes a request (CA-API 3.6, DA-API 2.1).
public enum UserKind: Sendable, Equatable {
    /// May do everything.
    case superuser
    /// May read everything, and use the admin end-points as scopes allow.
    case supervisor
    /// The holder of one creditor or debtor ID (signed).
    case user(id: Int64)
    /// Nobody was examined: the route is public. Only routes with ``Permission/open`` ever see it.
    case anonymous

    /// Whether this is the user with the given ID.
    public func isUser<ID: WireIdentifier>(_ id: ID) -> Bool {
        self == .user(id: id.rawValue)
    }
}

/// Which subjects are which kind of user. The patterns are tried in this order, the first match decides.
public struct SubjectKinds: Sendable {
    /// Who may do everything.
    public var superuser: SubjectPattern
    /// Who may read everything.
    public var supervisor: SubjectPattern
    /// Group 1 is the unsigned decimal ID.
    public var user: SubjectPattern?
    /// A user with the rights of a supervisor: the owner of a Circular Trade node (OPS 8.2).
    public var supervisingUser: Int64?

    /// Kinds by patterns; see the members.
    public init(superuser: SubjectPattern, supervisor: SubjectPattern, user: SubjectPattern?, supervisingUser: Int64? = nil) {
        self.superuser = superuser
        self.supervisor = supervisor
        self.user = user
        self.supervisingUser = supervisingUser
    }

    /// Nil for an unknown subject, also for a number beyond 64 bits: 403.
    public func kind(of subject: String) -> UserKind? {
        if superuser.match(subject) != nil { return .superuser }
        if supervisor.match(subject) != nil { return .supervisor }
        guard let digits = user?.match(subject), let unsigned = Self.unsignedDecimal(digits) else { return nil }
        let id = Int64(bitPattern: unsigned)
        return id == supervisingUser ? .supervisor : .user(id: id)
    }

    /// ASCII digits only; leading zeros are allowed (DA-API 2.1).
    private static func unsignedDecimal(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt64(text)
    }
}
