import Foundation

/// Where the story is told: a terminal with colours and a line that moves, plain lines, or nowhere.
public struct Screen: Sendable {
    /// What the screen can do: colours and lines that move, plain lines, or nothing.
    public enum Style: Sendable {
        case terminal
        case plain
        case silent
    }

    enum Colour: String {
        case green = "32"
        case red = "31"
        case yellow = "33"
        case cyan = "36"
        case bold = "1"
        case faint = "2"
    }

    /// What it can do.
    public let style: Style

    /// A screen that can do so much.
    public init(_ style: Style) {
        self.style = style
    }

    /// A terminal when standard output is one that understands colours, and nobody has asked for none (no-color.org).
    public static func standard(environment: [String: String]) -> Screen {
        let isTerminal = isatty(STDOUT_FILENO) == 1 && !["", "dumb"].contains(environment["TERM"] ?? "")
        return Screen(isTerminal && (environment["NO_COLOR"] ?? "").isEmpty ? .terminal : .plain)
    }

    func print(_ line: String = "") {
        if style != .silent { write(line + "\n") }
    }

    /// A line that the next output replaces; only on terminals.
    func printPassing(_ line: String, _ colour: Colour) {
        if style == .terminal { write("\r\u{1b}[K\(paint(String(line.prefix(Self.columns - 1)), colour))") }
    }

    func erasePassing() {
        if style == .terminal { write("\r\u{1b}[K") }
    }

    /// The width of the terminal: what does not fit in a line could not be replaced.
    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }

    func paint(_ text: String, _ colour: Colour) -> String {
        style == .terminal ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// Without a buffer, as somebody is watching.
    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
