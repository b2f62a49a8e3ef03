import SMPProtocol

/// What decisions leave behind besides changed states. Everything in it is stored in the transaction that stores the states.
struct Effects: Equatable, Sendable {
    /// In the order in which they are to be sent.
    private(set) var messages: [Outgoing] = []

    mutating func send(_ message: Outgoing) { messages.append(message) }
}
