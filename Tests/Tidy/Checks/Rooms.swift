/// The rooms of a module are its folders, and the files beside them; a module without folders is one room. What rooms say about each other
/// has a direction.
public struct Rooms: Sendable {
    /// A room names something of another one.
    public struct Reference: Hashable, Sendable {
        /// The room that names.
        public let from: String
        /// The room whose name it is.
        public let to: String
    }

    /// The folder whose rooms these are: a module's, or that of a part of a module.
    public let house: String
    /// Where each reference occurs.
    public let references: [Reference: [Finding]]

    /// Looks at the files of one house.
    public init(house: String, files: [SourceFile]) {
        self.house = house
        let rooms = Dictionary(files.map { ($0.path, $0.room(in: house)) }) { first, _ in first }
        guard files.contains(where: { rooms[$0.path]! != $0.name }) else {
            references = [:]
            return
        }
        let names = Names(files)
        var references: [Reference: [Finding]] = [:]
        for file in files {
            let from = rooms[file.path]!
            for use in names.uses(in: file) {
                let declaring = Set(use.declaredIn.map { rooms[$0]! })
                guard let to = declaring.first, declaring.count == 1, to != from else { continue }
                let finding = Finding(file.path, use.line, "\(use.name), of \(to), is used in \(from)")
                references[Reference(from: from, to: to), default: []].append(finding)
            }
        }
        self.references = references
    }

    /// The rooms of every module in `Sources`, and those of every part of a module that is built like a node: it has a `Domain`.
    public static func all(_ project: Project) -> [Rooms] {
        let files = project.sources.filter { $0.path.hasPrefix("Sources/") }
        let parts = files.compactMap { file in
            file.folders.firstIndex(of: "Domain").map { file.folders[..<$0].joined(separator: "/") }
        }
        return Set(files.map(\.area) + parts).sorted().map { house in
            Rooms(house: house, files: files.filter { $0.path.hasPrefix(house + "/") })
        }
    }

    /// Groups of rooms of which each reaches each other one.
    public var circles: [Set<String>] {
        let rooms = Set(references.keys.flatMap { [$0.from, $0.to] })
        let reach = Dictionary(uniqueKeysWithValues: rooms.map { ($0, reached(from: $0)) })
        let circles = rooms.map { room in reach[room]!.filter { reach[$0]!.contains(room) } }
        return Set(circles.filter { $0.count > 1 }).sorted { $0.min()! < $1.min()! }
    }

    private func reached(from room: String) -> Set<String> {
        var reached: Set<String> = []
        var open = [room]
        while let here = open.popLast() {
            for reference in references.keys where reference.from == here && reached.insert(reference.to).inserted {
                open.append(reference.to)
            }
        }
        return reached
    }

    /// Of each circle, the reference that is used least: the first candidate for being turned around.
    public var findings: [Finding] {
        circles.compactMap { circle in
            let inside = references.filter { circle.contains($0.key.from) && circle.contains($0.key.to) }
            guard let weakest = inside.min(by: { ($0.value.count, $0.key.from) < ($1.value.count, $1.key.from) }),
                let first = weakest.value.min()
            else { return nil }
            return Finding(
                first.path, first.line,
                "\(first.what), and these rooms of \(house) form a circle: \(circle.sorted().joined(separator: ", "))")
        }
    }

    /// The circles between the rooms of all modules.
    public static func circles(_ project: Project) -> [Finding] { all(project).flatMap(\.findings) }
}
