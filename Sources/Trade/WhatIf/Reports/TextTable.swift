/// A table for people: columns as wide as their widest cell, numbers to the right.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) {
        self.columns = columns
    }

    mutating func add(_ row: [String]) {
        precondition(row.count == columns.count)
        rows.append(row)
    }

    var isEmpty: Bool { rows.isEmpty }

    func write(to output: TextOutput) {
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) { max($0, $1[column].count) }
        }
        for row in [columns.map(\.title)] + rows {
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column == 0 ? "" : "  ") + (columns[column].alignment == .left ? cell + padding : padding + cell)
            }
            while line.last == " " { line.removeLast() }
            output.put(line + "\n")
        }
    }
}

/// Numbers for people.
enum NumberText {
    /// 1234567 → 1,234,567
    static func grouped(_ number: Int64) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// With a fixed number of digits after the point.
    static func fixed(_ number: Double, digits: Int) -> String {
        guard number.isFinite, number.magnitude < 9e14 else { return number.description }
        var scale: Double = 1
        for _ in 0..<digits { scale *= 10 }
        guard (number * scale).magnitude < 9e17 else { return number.description }
        let scaled = Int64((number * scale).rounded())
        let whole = grouped(Int64(scaled.magnitude / UInt64(scale)))
        let sign = scaled < 0 ? "-" : ""
        if digits == 0 { return sign + whole }
        let rest = String(scaled.magnitude % UInt64(scale))
        return sign + whole + "." + String(repeating: "0", count: digits - rest.count) + rest
    }

    static func percent(_ share: Double) -> String {
        share.isFinite ? fixed(share * 100, digits: 2) + " %" : "–"
    }
}
