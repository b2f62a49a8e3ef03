/// A variable without a default, which some commands need and others must do without (OPS 1.1.5).
///
/// Commands name what they need when the configuration is loaded, so that everything that is missing is reported before anything is
/// touched; for them ``get()`` does not fail.
public struct Needed<Value: Sendable>: Sendable {
    /// The name of the variable.
    public let name: String
    /// Nil when the variable is not set (or is empty, for a type that knows no empty value).
    public let value: Value?

    /// What was found under the name.
    public init(name: String, value: Value?) {
        self.name = name
        self.value = value
    }

    /// - Throws: ``ConfigurationError`` that says that the variable must be set.
    public func get() throws(ConfigurationError) -> Value {
        guard let value else { throw ConfigurationError([.missing(name)]) }
        return value
    }
}
