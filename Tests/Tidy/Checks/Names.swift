/// Where the names of a module are declared, and where they are used. A name is a type's, with the types around it (`Outer.Inner`), or that
/// of a function or constant at the top of a file.
struct Names {
    /// One use of a name in another file than the one that declares it.
    struct Use {
        let name: String
        let line: Int
        /// The files that declare it.
        let declaredIn: Set<String>
    }

    /// The files that declare a name, by the name.
    private var places: [String: Set<String>] = [:]

    init(_ files: [SourceFile]) {
        for file in files {
            for declaration in file.declarations { add(declaration, outer: "", file.path) }
        }
    }

    private mutating func add(_ declaration: Declaration, outer: String, _ path: String) {
        switch declaration.kind {
        case .extension:
            for member in declaration.members where member.kind.hasMembers { add(member, outer: declaration.name + ".", path) }
        case .struct, .class, .enum, .actor, .protocol:
            places[outer + declaration.name, default: []].insert(path)
            for member in declaration.members { add(member, outer: outer + declaration.name + ".", path) }
        case .typealias, .associatedtype:
            places[outer + declaration.name, default: []].insert(path)
        case .func, .let, .var:
            if outer.isEmpty { places[declaration.name, default: []].insert(path) }
        default:
            break
        }
    }

    /// What a file uses of others.
    func uses(in file: SourceFile) -> [Use] {
        let own = Set(file.allDeclarations.map(\.name))
        var uses: [Use] = []
        var index = 0
        while index < file.code.count {
            let start = index
            index += 1
            guard file.code[start].kind == .word, start == 0 || !file.code[start - 1].isSymbol(".") else { continue }
            var name = file.code[start].text
            guard isUse(name, at: start, in: file, own: own) else { continue }
            append(name, start, file, &uses)
            while index + 1 < file.code.count, file.code[index].isSymbol("."), file.code[index + 1].kind == .word {
                name += "." + file.code[index + 1].text
                index += 2
                append(name, start, file, &uses)
            }
        }
        return uses
    }

    private func append(_ name: String, _ place: Int, _ file: SourceFile, _ uses: inout [Use]) {
        guard let declaredIn = places[name], !declaredIn.contains(file.path) else { return }
        uses.append(Use(name: name, line: file.code[place].line, declaredIn: declaredIn))
    }

    /// Types are known by their capital letter. A small word can be anything: it counts only when it is called and nothing here has its
    /// name.
    private func isUse(_ name: String, at place: Int, in file: SourceFile, own: Set<String>) -> Bool {
        guard places[name] != nil else { return false }
        if own.contains(name) { return file.declarations.contains { $0.kind == .extension && $0.name.hasPrefix(name) } }
        guard name.first?.isLowercase ?? false else { return true }
        return place + 1 < file.code.count && file.code[place + 1].isSymbol("(")
    }
}
