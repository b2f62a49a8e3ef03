// How tidy a checkout is, in figures: tidy-figures [--list CHECK] FOLDER.
import Foundation
import Tidy

var arguments = Array(CommandLine.arguments.dropFirst())
var listed: String?
if arguments.first == "--list", arguments.count > 1 {
    listed = arguments[1]
    arguments.removeFirst(2)
}
guard arguments.count == 1 else {
    print("usage: tidy-figures [--list \(Check.all.map(\.name).joined(separator: "|"))] FOLDER")
    exit(2)
}
let project = try Project(folder: arguments[0])
if let listed {
    for check in Check.all where check.name == listed { check.findings(project).sorted().forEach { print($0) } }
} else {
    for (name, value) in Figures(project).rows { print(name.padded(to: 60), value) }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
