import Foundation

/// Tells the story while it happens: a headline for each chapter, a line with its latency for each step.
public struct Narrator: Sendable {
    let screen: Screen

    public init(_ screen: Screen) {
        self.screen = screen
    }

    func headline(_ text: String) {
        screen.print()
        screen.print(screen.paint(text, .bold))
    }

    func remark(_ text: String) {
        screen.print("  " + screen.paint(text, .faint))
    }

    func lines(_ lines: [String]) {
        for line in lines { screen.print("  " + line) }
    }

    /// Does a step and says how long it took.
    ///
    /// - Parameters:
    ///   - text: what is being done.
    ///   - outcome: what to add to the text when it is done.
    func step<Value: Sendable>(
        _ text: String, outcome: (Value) -> String? = { _ in nil }, _ body: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        let watching = Task { await watch(text, since: start) }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        let time = Self.text(ContinuousClock.now - start)
        watching.cancel()
        await watching.value
        screen.erasePassing()
        switch result {
        case .success(let value):
            let whole = outcome(value).map { "\(text): \($0)" } ?? text
            screen.print("  \(screen.paint("✓", .green)) \(Self.padded(whole, to: 84)) \(screen.paint(Self.padded(time, to: 9, left: false), .cyan))")
            return value
        case .failure(let error):
            screen.print("  \(screen.paint("✗", .red)) \(Self.padded(text, to: 84)) \(screen.paint(Self.padded(time, to: 9, left: false), .cyan))")
            throw error
        }
    }

    /// The line of a step that is not over yet.
    private func watch(_ text: String, since start: ContinuousClock.Instant) async {
        guard screen.style == .terminal else { return }
        while !Task.isCancelled {
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let time = seconds < 1 ? "" : String(format: " %.0f s", seconds.rounded(.down))
            screen.printPassing("  \(screen.paint("…", .yellow)) \(text)\(screen.paint(time, .faint))")
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    static func text(_ duration: Duration) -> String {
        let milliseconds = duration / .milliseconds(1)
        return milliseconds < 9999.5 ? String(format: "%.0f ms", milliseconds) : String(format: "%.1f s", milliseconds / 1000)
    }

    /// With blanks to a width in characters.
    static func padded(_ text: String, to width: Int, left: Bool = true) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + blanks : blanks + text
    }
}
