/// Members that a type has because a protocol asks for them. Their meaning is said once, at the protocol.
struct Witnesses {
    /// What our own protocols ask for, as far as it is documented; and the protocols from which they inherit.
    private var requirements: [String: Set<String>] = [:]
    /// The protocols that types conform to, and that protocols inherit from. Types go by their last name.
    private var conformances: [String: Set<String>] = [:]

    /// What protocols of the standard library, of Testing and of ArgumentParser ask for.
    private static let foreign: Set<String> = [
        "description", "debugDescription", "errorDescription", "testDescription", "customMirror", "rawValue", "allCases", "==", "<", "hash",
        "encode", "next", "makeIterator", "startIndex", "endIndex", "configuration", "enqueue",
        "asUnownedSerialExecutor", "init(rawValue)", "init(from)", "init(nilLiteral)", "init(integerLiteral)",
        "init(floatLiteral)", "init(booleanLiteral)", "init(stringLiteral)", "init(arrayLiteral)", "init(dictionaryLiteral)",
    ]

    init(_ project: Project) {
        for declaration in project.sources.flatMap(\.allDeclarations) where declaration.kind.hasMembers {
            let name = Self.lastName(declaration.name)
            conformances[name, default: []].formUnion(declaration.inherited)
            guard declaration.kind == .protocol else { continue }
            requirements[name, default: []].formUnion(declaration.members.filter(\.isDocumented).map(Self.key))
        }
    }

    /// Whether a protocol asks a type for this member.
    func contain(_ member: Declaration, of type: String) -> Bool {
        let key = Self.key(member)
        if Self.foreign.contains(key) { return true }
        var seen: Set<String> = []
        var open = [Self.lastName(type)]
        while let name = open.popLast() {
            if requirements[name]?.contains(key) ?? false { return true }
            open += conformances[name, default: []].filter { seen.insert($0).inserted }
        }
        return false
    }

    private static func key(_ member: Declaration) -> String {
        member.kind == .`init` ? "init(\(member.firstLabel))" : member.name
    }

    private static func lastName(_ name: String) -> String { String(name.split(separator: ".").last ?? "") }
}
