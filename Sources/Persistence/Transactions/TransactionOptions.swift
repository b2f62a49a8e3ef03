/// What one transaction sees of others.
public enum IsolationLevel: String, Hashable, Sendable {
    /// Each statement sees what was committed before it. With rows locked in key order in the load step, the normal choice.
    case readCommitted = "READ COMMITTED"
    /// All statements see what was committed before the first one; conflicting writes fail with 40001 and are repeated.
    case repeatableRead = "REPEATABLE READ"
    /// As if transactions ran one after the other; conflicts fail with 40001 and are repeated.
    case serializable = "SERIALIZABLE"
}

struct TransactionOptions: Hashable, Sendable {
    var isolation: IsolationLevel
    var readOnly: Bool

    var begin: String { "BEGIN ISOLATION LEVEL \(isolation.rawValue)\(readOnly ? " READ ONLY" : "")" }
}
