/// Why an inbox has ended. All of them end the command with exit status 1, and the supervisor starts it again (OPS 3.5.4).
public enum InboxError: Error, Sendable, Equatable {
    /// A message of a foreign shard is in the queue (SMP 10.4.2). It goes back to the queue's head; somebody must repair the binding.
    case foreignMessage(reason: String)
    /// The database or another server that the handlers need has been away for too long.
    case outage(seconds: Double, lastError: String)
}

extension InboxError: CustomStringConvertible {
    /// For the log.
    public var description: String {
        switch self {
        case .foreignMessage(let reason):
            "A message of another shard is in the queue: \(reason) The queue's binding or the shard's range is wrong."
        case .outage(let seconds, let lastError): "Messages could not be handled for \(Int(seconds)) seconds: \(lastError)"
        }
    }
}
