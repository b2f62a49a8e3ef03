public import Persistence

extension Migration {
    /// The steps of a schema whose files are embedded as `FOLDER/NNNN-name/up.sql`, in their order.
    ///
    /// - Parameter folder: its path below `services`: `debtors/migrations`. It holds at least one step.
    public static func embedded(in folder: String) -> [Migration] {
        let steps = EmbeddedResource.all.filter { $0.path.hasPrefix(folder + "/") }
        precondition(!steps.isEmpty, "no migrations are embedded in \(folder)")
        return steps.map { step in
            let parts = step.path.dropFirst(folder.count + 1).split(separator: "/")
            let name = parts[0].split(separator: "-", maxSplits: 1)
            guard parts.count == 2, parts[1] == "up.sql", name.count == 2, let number = Int32(name[0]) else {
                preconditionFailure("\(step.path) is not \(folder)/NNNN-name/up.sql")
            }
            return Migration(number: number, name: String(name[1]), sql: step.text)
        }
    }
}
