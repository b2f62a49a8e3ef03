/// What two modules say in the same words.
public enum Duplicates {
    /// Equal lines in a row, in two files.
    public struct Run: Sendable {
        /// Where the run begins in the one file.
        public let path: String
        /// Counted from 1.
        public let line: Int
        /// The other file.
        public let otherPath: String
        /// How many lines are equal; empty ones are not counted.
        public let count: Int
    }

    /// A line that says something, without the space around it.
    private struct Line {
        let text: Substring
        let number: Int
    }

    /// The longest runs of at least so many equal lines between the files of the one module and those of the other.
    public static func runs(_ files: [SourceFile], _ others: [SourceFile], atLeast minimum: Int) -> [Run] {
        let otherLines = others.map { (path: $0.path, lines: lines(of: $0)) }
        return files.flatMap { file in
            let lines = lines(of: file)
            return otherLines.flatMap { other in
                runs(lines, other.lines, minimum).map { Run(path: file.path, line: $0.line, otherPath: other.path, count: $0.count) }
            }
        }
    }

    private static func lines(of file: SourceFile) -> [Line] {
        file.lines.enumerated().compactMap { number, line in
            let text = line.drop { $0 == " " }
            return text.isEmpty ? nil : Line(text: text, number: number + 1)
        }
    }

    private static func runs(_ lines: [Line], _ others: [Line], _ minimum: Int) -> [(line: Int, count: Int)] {
        var places: [Substring: [Int]] = [:]
        for (index, line) in others.enumerated() { places[line.text, default: []].append(index) }
        var found: [(line: Int, count: Int)] = []
        for (index, line) in lines.enumerated() {
            for other in places[line.text, default: []] {
                let isMiddle = index > 0 && other > 0 && lines[index - 1].text == others[other - 1].text
                guard !isMiddle else { continue }
                let count = zip(lines[index...], others[other...]).prefix { $0.text == $1.text }.count
                if count >= minimum { found.append((line.number, count)) }
            }
        }
        return found
    }
}
