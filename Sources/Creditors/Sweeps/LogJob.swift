import NodeKit

/// `process_log_additions` (CA 11.4). Every change of this node writes its log entries itself, in its own transaction; none ever waits to be
/// added. The command is accepted, as deployments start it, and has nothing to do.
enum LogJob {
    static func role(quitsEarly: Bool) -> any NodeRole {
        quitsEarly ? Role("process_log_additions") {} : Role.idle("process_log_additions")
    }
}
