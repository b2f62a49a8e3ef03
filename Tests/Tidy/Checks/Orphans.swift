/// What is there and of use to nobody.
public enum Orphans {
    /// Files of programs none of whose names any other file of a program or a benchmark says.
    public static func files(_ project: Project) -> [Finding] {
        let programs = project.sources.filter { !$0.isTest }
        let saidBy = words(programs)
        return programs.compactMap { file in
            guard file.name != "main.swift" else { return nil }
            let names = names(file)
            let isNamed = names.isEmpty || names.contains { saidBy[$0, default: []].contains { $0 != file.path } }
            return isNamed ? nil : Finding(file.path, 1, "no other file names anything of \(names.sorted().joined(separator: ", "))")
        }
    }

    /// The files in which each word occurs.
    private static func words(_ files: [SourceFile]) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        for file in files {
            for word in Set(file.code.filter { $0.kind == .word }.map(\.text)) { found[word, default: []].insert(file.path) }
        }
        return found
    }

    /// The names by which others know a file: of its types and its functions; of extensions, those of the members. None when an extension
    /// gives a conformance or an initializer: these are used without being named.
    private static func names(_ file: SourceFile) -> Set<String> {
        let extensions = file.declarations.filter { $0.kind == .extension }
        guard !extensions.contains(where: { !$0.inherited.isEmpty || $0.members.contains { $0.kind == .`init` } }) else { return [] }
        let own = file.declarations.filter { $0.kind != .extension && !$0.attributes.contains("@main") }
        return Set(own.map(\.name)).union(extensions.flatMap { $0.members.map(\.name) })
    }
}
