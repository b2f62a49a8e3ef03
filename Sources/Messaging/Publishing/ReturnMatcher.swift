/// Finds out which message of a batch a `basic.return` is about. Pure.
///
/// A return carries no number, but the whole message, and the broker sends returns in the order of publishing, each before the confirm of
/// its message. So the search goes on where the last one ended. Two messages that are equal in every respect cannot be told apart, and need
/// not be: whichever is kept, the same message is published again.
struct ReturnMatcher {
    private var next = 0

    /// - Parameters:
    ///   - count: how many messages have been published.
    ///   - message: the message at a position.
    ///   - awaitsReturn: whether the message at a position has neither been confirmed nor come back.
    /// - Returns: the position, or nil when no message fits.
    mutating func position(
        of returned: ReceivedContent, count: Int, message: (Int) -> OutgoingMessage, awaitsReturn: (Int) -> Bool
    ) -> Int? {
        func fits(_ position: Int) -> Bool { awaitsReturn(position) && returned.isCopy(of: message(position)) }
        guard let found = (min(next, count)..<count).first(where: fits) ?? (0..<min(next, count)).first(where: fits) else { return nil }
        next = found + 1
        return found
    }
}

extension ReceivedContent {
    func isCopy(of message: OutgoingMessage) -> Bool {
        message.isMandatory && exchange == message.exchange && routingKey == message.routingKey && type == message.type
            && body == message.body && headers == message.headers
    }
}
