/// What can go wrong between us and a broker. Texts never contain a password.
public enum MessagingError: Error, Sendable, Equatable {
    /// The text is not a broker URL (SMP 15.8, OPS 1.3). Trying again is useless.
    case invalidURL(reason: String)
    /// No connection could be made: name resolution, TCP, TLS or the AMQP greeting failed.
    case unreachable(broker: String, reason: String)
    /// The broker refuses the user, the virtual host or the operation (403, 530).
    case accessRefused(reason: String)
    /// The queue does not exist (404): `subscribe` has not been run, or the queue has been deleted.
    case queueMissing(queue: String)
    /// The object exists and is not what we declare (406).
    case preconditionFailed(PreconditionFailure)
    /// The broker refused an operation with another code; the channel or the connection is closed.
    case refused(code: UInt16, reason: String)
    /// An established connection is gone.
    case connectionLost(reason: String)
    /// The broker did not confirm in time (SMP 19.8). `blockedBecause` is the broker's reason when it told us that it blocks publishers.
    case confirmTimeout(seconds: Double, blockedBecause: String?)
    /// The consumer or publisher has been closed by us.
    case closed
}

extension MessagingError {
    /// Whether a new connection may help. False for what only a person can repair.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .connectionLost, .refused, .confirmTimeout: true
        case .invalidURL, .accessRefused, .queueMissing, .preconditionFailed, .closed: false
        }
    }

    /// Whether the broker has said no, with a code.
    var isRefusal: Bool {
        switch self {
        case .refused, .accessRefused: true
        default: false
        }
    }
}

extension MessagingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidURL(let reason): "invalid broker URL: \(reason)"
        case .unreachable(let broker, let reason): "cannot connect to the broker at \(broker): \(reason)"
        case .accessRefused(let reason): "the broker refuses access: \(reason)"
        case .queueMissing(let queue): "queue \"\(queue)\" does not exist on the broker; the \"subscribe\" command declares it"
        case .preconditionFailed(let failure): failure.description
        case .refused(let code, let reason): "the broker refuses (\(code)): \(reason)"
        case .connectionLost(let reason): "the connection to the broker is lost: \(reason)"
        case .confirmTimeout(let seconds, nil): "the broker did not confirm within \(seconds) s"
        case .confirmTimeout(let seconds, let reason?): "the broker did not confirm within \(seconds) s; it blocks publishers: \(reason)"
        case .closed: "the connection to the broker has been closed"
        }
    }
}
