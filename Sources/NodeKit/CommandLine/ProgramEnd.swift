/// How a program ends: the status, and what it has to say on standard error.
public struct ProgramEnd: Error, Sendable, Equatable {
    /// The exit status.
    public let status: Int32
    /// Lines for standard error.
    public let complaint: String?

    /// An end with this status.
    public init(status: Int32, complaint: String? = nil) {
        self.status = status
        self.complaint = complaint
    }

    /// One line per wrong variable, and status 78.
    init(_ error: ConfigurationError) {
        self.init(status: ExitStatus.wrongConfiguration, complaint: error.description)
    }
}
