import Foundation

extension BenchmarkReport {
    /// Columns that no case fills are left out.
    public var table: String {
        let groups = names { $0.cpuMillisecondsPerItem.map(\.group) }
        let figures = names { $0.figures.map(\.name) }
        var rows = [
            ["case", "items", "seconds", "per second"] + groups.map { "\($0) CPU ms/item" } + ["p50 ms", "p99 ms", "resident MB"] + figures
        ]
        for result in results {
            var row = [result.name, String(result.items), significant(result.seconds, digits: 3), significant(result.perSecond, digits: 4)]
            for group in groups {
                let milliseconds = result.cpuMillisecondsPerItem.first { $0.group == group }?.milliseconds
                row.append(cell(milliseconds))
            }
            row += [cell(result.latency?.p50), cell(result.latency?.p99), cell(result.residentMegabytes)]
            for name in figures { row.append(result.figures.first { $0.name == name }.map { significant($0.value, digits: 5) } ?? "") }
            rows.append(row)
        }
        let head = "\(name) on \(machine)"
        let settings = parameters.map { "\($0.name) \(plain($0.value))" }.joined(separator: ", ")
        return ([head] + (settings.isEmpty ? [] : [settings]) + aligned(rows) + notes).joined(separator: "\n")
    }

    /// Names of some kind, in the order in which they come up.
    private func names(of result: (Case) -> [String]) -> [String] {
        var names: [String] = []
        for name in results.flatMap(result) where !names.contains(name) { names.append(name) }
        return names
    }

    private func cell(_ value: Double?) -> String {
        value.map { significant($0, digits: 3) } ?? ""
    }

    private func plain(_ value: Value) -> String {
        switch value {
        case .integer(let integer): String(integer)
        case .number(let number): significant(number, digits: 4)
        case .text(let text): text
        }
    }

    /// The first column to the left, figures to the right.
    private func aligned(_ rows: [[String]]) -> [String] {
        let columns = rows[0].indices.filter { column in rows.count == 1 || rows.dropFirst().contains { !$0[column].isEmpty } }
        let widths = columns.map { column in rows.map { $0[column].count }.max()! }
        return rows.map { row in
            zip(columns, widths).map { column, width in
                let padding = String(repeating: " ", count: width - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }
    }
}

/// A number with so many significant digits, without an exponent.
func significant(_ value: Double, digits: Int) -> String {
    guard value != 0, value.isFinite else { return "0" }
    let decimals = max(0, digits - 1 - Int(log10(abs(value)).rounded(.down)))
    return String(format: "%.\(decimals)f", value)
}
