import Foundation

/// A bounded line between two threads that may block: whoever appends waits while it is full, whoever takes waits while it is empty.
///
/// Never to be used on the cooperative pool.
public final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
    /// One of both sides has given up.
    public struct Abandoned: Error {
        /// The same everywhere.
        public init() {}
    }

    private let capacity: Int
    private let condition = NSCondition()
    private var elements: [Element] = []
    private var isFinished = false
    private var isAbandoned = false

    /// - Parameter capacity: how many elements may wait; at least 1.
    public init(capacity: Int) {
        precondition(capacity >= 1)
        self.capacity = capacity
    }

    /// Appends an element; blocks while the line is full.
    /// - Throws: ``Abandoned``.
    public func append(_ element: Element) throws {
        try locked {
            while elements.count >= capacity, !isAbandoned { condition.wait() }
            if isAbandoned { throw Abandoned() }
            precondition(!isFinished, "an element after the last one")
            elements.append(element)
        }
    }

    /// Takes the first element; blocks until there is one. `nil` after the last one.
    /// - Throws: ``Abandoned``.
    public func next() throws -> Element? {
        try locked {
            while elements.isEmpty, !isFinished, !isAbandoned { condition.wait() }
            if isAbandoned { throw Abandoned() }
            return elements.isEmpty ? nil : elements.removeFirst()
        }
    }

    /// No more elements will come.
    public func finish() { locked { isFinished = true } }

    /// Wakes up both sides with an error and drops what waits; of no effect on an empty line that is finished.
    public func abandon() {
        locked {
            if isFinished && elements.isEmpty { return }
            isAbandoned = true
            elements = []
        }
    }

    private func locked<R>(_ body: () throws -> R) rethrows -> R {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try body()
    }
}
