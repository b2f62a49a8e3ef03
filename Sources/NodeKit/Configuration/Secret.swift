/// A value that must not be seen: it has no description, so that it cannot reach a log, an error message or a documentation table by
/// accident.
public struct Secret<Value: Sendable>: Sendable, CustomStringConvertible, CustomReflectable {
    /// The value itself. Use it where it is needed, and keep it nowhere else.
    public let revealed: Value

    /// Hides the value.
    public init(_ value: Value) {
        revealed = value
    }

    /// Always the same.
    public var description: String { "<secret>" }

    /// Shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Equatable where Value: Equatable {}
