/// A small table: the first column to the left, all others to the right.
struct Table {
    let head: [String]
    var rows: [[String]] = []

    init(_ head: String...) {
        self.head = head
    }

    mutating func add(row cells: [String]) {
        precondition(cells.count == head.count, "a row has a cell for each column")
        rows.append(cells)
    }

    var lines: [String] {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return [line(head, widths), rule] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).enumerated().map { column, cell in
            Narrator.padded(cell.0, to: cell.1, left: column == 0)
        }.joined(separator: "  ")
    }
}
