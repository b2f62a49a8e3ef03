import SMPProtocol

/// What a node does with the messages of its queue: everything that differs between nodes, and nothing else.
///
/// ``Inbox`` takes the messages, asks the handler for a ``InboxVerdict`` on each, gives it the good ones as one batch, and settles
/// them with the broker afterwards.
public protocol InboxHandler: Sendable {
    /// A validated message of any of the types that the node handles.
    associatedtype Message: Sendable

    /// Which node this is: it decides which types are known (SMP 11).
    var node: Node { get }

    /// Steps 3 to 5 of SMP 10.4 for one delivery of a known type: is the document valid, does the message belong to this shard. Pure.
    func verdict(on kind: MessageKind, body: [UInt8]) -> InboxVerdict<Message>

    /// Whose state a message is about. Messages about the same subject are handled in the order of their arrival; while somebody else holds
    /// the rows of a subject, the messages about others are handled. Nil: nobody's in particular.
    func subject(of message: Message) -> Int64?

    /// Handles a batch in one transaction: load → decide → store. When it returns, everything is committed; when it throws, nothing is.
    ///
    /// - Parameter messages: in the order of arrival; never empty. The same message may be in it twice.
    func handle(_ messages: [Message]) async throws
}

extension InboxHandler {
    /// Nobody's.
    public func subject(of message: Message) -> Int64? { nil }
}

/// What is to be done with a delivery, decided before any handler runs (SMP 10.4).
public enum InboxVerdict<Message: Sendable>: Sendable {
    /// The node's business.
    case handle(Message)
    /// Nothing is to be done: acknowledged at once.
    case ignore
    /// Malformed, invalid or of an unknown type: logged at ERROR with the reason, and given to the dead-letter queue.
    case reject(reason: String)
    /// Another shard's message. It is neither rejected nor dropped: losing it would lose money. The queue stands still until an operator
    /// has repaired the binding (SMP 10.4.2).
    case foreign(reason: String)
}

extension InboxVerdict {
    /// Reads a message, or rejects the document with the words of SMP 10.4.
    ///
    /// - Parameter judge: what to do with the message: usually to handle it when it belongs to this shard.
    public static func reading<Body: SMPMessage>(
        _ type: Body.Type, from body: [UInt8], _ judge: (Body) -> InboxVerdict
    ) -> InboxVerdict {
        do throws(MessageError) {
            return judge(try Body(json: body))
        } catch {
            return .reject(reason: error.description)
        }
    }
}
