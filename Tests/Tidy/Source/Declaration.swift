/// Something that Swift source declares: a type, an extension, a function, a property, a case…
public struct Declaration: Sendable {
    /// What is declared, by its keyword.
    public enum Kind: String, Sendable {
        case `struct`, `class`, `enum`, actor, `protocol`, `extension`
        case `func`, `init`, `deinit`, `subscript`
        case `var`, `let`, `case`, `typealias`, `associatedtype`

        /// Whether it has members: a type, a protocol, an extension.
        public var hasMembers: Bool {
            switch self {
            case .struct, .class, .enum, .actor, .protocol, .extension: true
            default: false
            }
        }
    }

    /// What is declared.
    public let kind: Kind
    /// Its name; of an extension the type with its outer types, as it is written: `Outer.Inner`. An operator is its own name.
    public let name: String
    /// Of a function or initializer: the label of the first argument; empty when there is none.
    public let firstLabel: String
    /// The names after the colon: super types, conformances.
    public let inherited: [String]
    /// Words before the keyword: `public`, `static`, `override`…
    public let modifiers: Set<String>
    /// Each attribute, as it is written without spaces: `@Suite("Pool",.timeLimit(.minutes(1)))`.
    public let attributes: [String]
    /// Whether a documentation comment stands before it.
    public let isDocumented: Bool
    /// The line of its first modifier, or of the keyword.
    public let line: Int
    /// The line on which it ends. Of a stored property: the line of its name.
    public let endLine: Int
    /// Between its braces: places in ``SourceFile/code``. A property has them when it is computed.
    public let body: Range<Int>?
    /// What is declared between its braces. Of functions and properties nothing is told.
    public let members: [Declaration]

    /// Whether other modules see it.
    public var isExported: Bool { !modifiers.isDisjoint(with: ["public", "open", "package"]) }

    /// Itself and everything inside.
    public var all: [Declaration] { [self] + members.flatMap(\.all) }

    /// Whether it is code that runs: it has a body of statements.
    public var isFunction: Bool {
        switch kind {
        case .func, .`init`, .deinit, .subscript, .var: body != nil
        default: false
        }
    }
}
