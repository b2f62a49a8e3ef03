/// A job as data that makes a pass again and again: a processor or a roller (OPS 3.7, 3.9).
public protocol JobDescription: RoleDescription {
    /// The job, with what the options of its command say.
    static func job(_ node: Assembly, _ overrides: JobOverrides) throws -> any NodeRole

    /// How many connections to the main database it may need at once.
    static func connections(_ settings: Assembly.Settings, _ overrides: JobOverrides) -> Int
}

extension JobDescription {
    /// One, when it does one thing after the other.
    public static func connections(_ settings: Assembly.Settings, _ overrides: JobOverrides) -> Int { 1 }

    /// As many as with the variables alone.
    public static func connections(_ settings: Assembly.Settings) -> Int { connections(settings, JobOverrides()) }

    /// The job as the variables want it.
    public static func role(_ node: Assembly) throws -> (any NodeRole)? { try job(node, JobOverrides()) }
}

/// What the options of a job's command say; nil: the variable counts.
public struct JobOverrides: Sendable, Equatable {
    /// Seconds from the start of one pass to the start of the next.
    public var waitSeconds: Double?
    /// How many items are worked on at once.
    public var threads: Int?
    /// How many workers; 0: none.
    public var processes: Int?
    /// One pass, then the end.
    public var quitsEarly = false

    /// None.
    public init() {}
}
