/// How tidy a project is, in figures.
public struct Figures: Sendable {
    /// What was counted, and what came out.
    public let rows: [(name: String, value: String)]

    /// Counts.
    public init(_ project: Project) {
        let exported = Documentation.exported(project)
        let documented = exported.filter(\.declaration.isDocumented).count
        let debtors = project.sources.filter { $0.area == "Sources/Debtors" }
        let creditors = project.sources.filter { $0.area == "Sources/Creditors" }
        let equal = Duplicates.runs(debtors, creditors, atLeast: 6)
        let circles = Rooms.all(project).flatMap(\.circles)
        let share = exported.isEmpty ? 100 : 100 * documented / exported.count
        rows = [
            ("public and package declarations with a doc comment", "\(share) % (\(documented) of \(exported.count))"),
            ("functions of more than \(Limits.functionLines) lines", "\(Limits.longFunctions(project).count)"),
            ("files of more than \(Limits.fileLines) lines", "\(Limits.longFiles(project).count)"),
            ("lines of more than \(Limits.columns) columns", "\(Limits.longLines(project).count)"),
            ("circles between rooms (rooms in them)", "\(circles.count) (\(circles.map(\.count).reduce(0, +)))"),
            ("runs of six and more equal lines in Debtors and Creditors (lines)", "\(equal.count) (\(equal.map(\.count).reduce(0, +)))"),
            ("lines of Debtors and Creditors", "\((debtors + creditors).map(\.lines.count).reduce(0, +))"),
            ("suites with a server and without a time limit", "\(TimeLimits.missing(project).count)"),
            ("files that nobody names", "\(Orphans.files(project).count)"),
        ]
    }
}
