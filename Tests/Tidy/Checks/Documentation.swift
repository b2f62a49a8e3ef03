/// What is written for people.
public enum Documentation {
    /// What other modules see, and should therefore be explained; what a protocol asks for is explained there.
    public static func exported(_ project: Project) -> [(file: SourceFile, declaration: Declaration)] {
        let witnesses = Witnesses(project)
        return project.sources.flatMap { file in
            file.declarations.flatMap { exported(in: $0, witnesses) }.map { (file, $0) }
        }
    }

    private static func exported(in declaration: Declaration, _ witnesses: Witnesses) -> [Declaration] {
        let members = declaration.members.filter { !witnesses.contain($0, of: declaration.name) }
        let own = declaration.isExported && declaration.kind != .extension ? [declaration] : []
        return own + members.flatMap { exported(in: $0, witnesses) }
    }

    /// Declarations that other modules see and that nobody has explained.
    public static func undocumented(_ project: Project) -> [Finding] {
        exported(project).filter { !$0.declaration.isDocumented }.map { file, declaration in
            Finding(file.path, declaration.line, "\(declaration.kind.rawValue) \(declaration.name) has no doc comment")
        }
    }

    /// Documents that have no title (a line that begins with `# `), or more than one.
    public static func titles(_ project: Project) -> [Finding] {
        project.documents.compactMap { document in
            var isCode = false
            var titles: [Int] = []
            for (index, line) in document.lines.enumerated() {
                if line.hasPrefix("```") { isCode.toggle() }
                if !isCode, line.hasPrefix("# ") { titles.append(index + 1) }
            }
            guard titles.count != 1 else { return nil }
            return Finding(document.path, titles.dropFirst().first ?? 1, "the document has \(titles.count) titles instead of one")
        }
    }
}

extension Documentation {
    /// Tests that documents name and that do not exist: suites, and targets, which are folders of `Tests`.
    public static func unknownTests(_ project: Project) -> [Finding] {
        let suites = project.sources.flatMap { $0.declarations.map(\.name) }
        let targets = project.sources.compactMap { file in file.path.split(separator: "/").dropLast().last { $0.hasSuffix("Tests") } }
        let known = Set(suites).union(targets.map(String.init))
        return project.documents.flatMap { document in
            document.lines.enumerated().flatMap { index, line in
                words(String(line)).filter { $0.hasSuffix("Tests") && $0 != "Tests" && !known.contains($0) }.map {
                    Finding(document.path, index + 1, "there is no \($0)")
                }
            }
        }
    }

    /// The names in a line.
    private static func words(_ line: String) -> [String] {
        line.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
    }
}
