/// How a process ends (OPS 3.1, 3.2).
public enum ExitStatus {
    /// The work is done.
    public static let success: Int32 = 0
    /// The command failed.
    public static let failure: Int32 = 1
    /// Unknown options or malformed option values.
    public static let usage: Int32 = 2
    /// Wrong environment variables (`EX_CONFIG` of sysexits).
    public static let wrongConfiguration: Int32 = 78
    /// A command that has an end was stopped before it: what the shell reports for a process that the signal has killed. Never 0, because
    /// for an orchestrator 0 means that the work is done.
    public static func interrupted(bySignal signal: Int32) -> Int32 { 128 + signal }
}
