import Foundation

/// Tells the story while it happens: a headline for each chapter, a line with its latency for each step.
public struct Narrator: Sendable {
    let screen: Screen

    /// Tells it on a screen.
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
        let time = screen.paint(Self.padded(Self.text(ContinuousClock.now - start), to: 8, left: false), .cyan)
        watching.cancel()
        await watching.value
        screen.erasePassing()
        switch result {
        case .success(let value):
            screen.print("  \(screen.paint("✓", .green)) \(time)  \(outcome(value).map { "\(text): \($0)" } ?? text)")
            return value
        case .failure(let error):
            screen.print("  \(screen.paint("✗", .red)) \(time)  \(text)")
            throw error
        }
    }

    /// The line of a step that is not over yet.
    private func watch(_ text: String, since start: ContinuousClock.Instant) async {
        guard screen.style == .terminal else { return }
        while !Task.isCancelled {
            let time = Self.padded(Self.text(ContinuousClock.now - start), to: 8, left: false)
            screen.printPassing("  … \(time)  \(text)", .yellow)
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
