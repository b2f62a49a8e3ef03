import SMPProtocol

/// What distinguishes one node from another, as far as NodeKit is concerned: names, defaults and paths.
public struct NodeProfile: Sendable {
    /// The name of the service: of its loggers, its default queue, its keys in the shared cache. E.g. `swpt_debtors`.
    public let service: String
    /// The name of the executable, e.g. `swpt-debtors`.
    public let executable: String
    /// The first segment of every path of the Web API, e.g. `debtors`.
    public let pathPrefix: String
    /// The title of the API in its documentation, e.g. `Debtors API`.
    public let apiTitle: String
    /// Where the ReDoc script comes from by default (OPS 4.3).
    public let redocURL: String
    /// The default subject with all rights (OPS 2.1).
    public let superuserName: String
    /// The default subject with the right to read everything and to activate (OPS 2.1).
    public let supervisorName: String
    /// The variable that says what users' subjects look like, e.g. `APP_DEBTOR_SUBJECT_REGEX`.
    public let userSubjectVariable: String
    /// Its default. Group 1 is the unsigned decimal ID.
    public let userSubjectPattern: String
    /// The last words of POST paths that need a scope of their own (OPS 8.2): the path ends in `.`, `/` or `-` and the word.
    public let actionScopes: [(word: String, scope: String)]
    /// The most bits that the binding key of a shard may have.
    public let maximumShardBits: Int
    /// The default of `FLUSH_PERIOD`.
    public let flushPeriodSeconds: Double
    /// With which status roles end after a stop.
    public let stopStatuses: StopStatuses

    /// A profile; see the members for the parameters.
    ///
    /// - Parameter hasRestrictions: whether POST paths that end in `restrict` need the scope of that name (OPS 8.2).
    public init(
        service: String, executable: String, pathPrefix: String, apiTitle: String, redocURL: String, superuserName: String,
        supervisorName: String, userSubjectVariable: String, userSubjectPattern: String, hasRestrictions: Bool = false,
        maximumShardBits: Int = ShardingRealm.maximumBits, flushPeriodSeconds: Double = 2,
        stopStatuses: StopStatuses = StopStatuses()
    ) {
        self.service = service
        self.executable = executable
        self.pathPrefix = pathPrefix
        self.apiTitle = apiTitle
        self.redocURL = redocURL
        self.superuserName = superuserName
        self.supervisorName = supervisorName
        self.userSubjectVariable = userSubjectVariable
        self.userSubjectPattern = userSubjectPattern
        self.maximumShardBits = maximumShardBits
        self.flushPeriodSeconds = flushPeriodSeconds
        self.stopStatuses = stopStatuses
        let common = [("lookup", "access.readonly"), ("reserve", "activate"), ("activate", "activate"), ("deactivate", "deactivate")]
        self.actionScopes = (common + (hasRestrictions ? [("restrict", "restrict")] : [])).map { (word: $0.0, scope: $0.1) }
    }
}
