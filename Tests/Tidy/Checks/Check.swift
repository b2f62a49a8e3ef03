/// A rule that all of the code keeps.
public struct Check: Sendable {
    /// A word for it.
    public let name: String
    /// Where the rule is broken.
    public let findings: @Sendable (Project) -> [Finding]

    /// All rules.
    public static let all = [
        Check(name: "functions", findings: Limits.longFunctions),
        Check(name: "files", findings: Limits.longFiles),
        Check(name: "columns", findings: Limits.longLines),
        Check(name: "documentation", findings: Documentation.undocumented),
        Check(name: "titles", findings: Documentation.titles),
        Check(name: "testNames", findings: Documentation.unknownTests),
        Check(name: "imports", findings: Imports.findings),
        Check(name: "rooms", findings: RoomRules.findings),
        Check(name: "circles", findings: Rooms.circles),
        Check(name: "orphans", findings: Orphans.files),
        Check(name: "textKeys", findings: TextKeys.findings),
        Check(name: "timeLimits", findings: TimeLimits.missing),
    ]
}
