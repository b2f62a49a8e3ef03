import Collections
import SMPProtocol

/// The last so many of something.
struct History<Element: Sendable>: Sendable {
    private let capacity: Int
    private var deque: Deque<Element> = []

    init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
    }

    mutating func append(_ element: Element) {
        if deque.count == capacity { deque.removeFirst() }
        deque.append(element)
    }

    mutating func removeAll() { deque = [] }

    /// The oldest first.
    var elements: [Element] { Array(deque) }

    func suffix(_ count: Int) -> [Element] { Array(deque.suffix(count)) }
}

/// A message that the authority has decided on, or has sent, with its IDs as the authority knows them.
struct LoggedMessage: Sendable, CustomStringConvertible {
    /// Ledger time.
    let at: Timestamp
    let isIncoming: Bool
    let message: any AccountMessage

    var body: String { String(decoding: message.encoded(), as: UTF8.self) }
    var description: String { "\(at) \(isIncoming ? "received" : "sent") \(body)" }
}
