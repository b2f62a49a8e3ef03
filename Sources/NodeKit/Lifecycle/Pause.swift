import ServiceLifecycle

/// Waiting that ends when the process is to stop.
public enum Pause {
    /// Sleeps for the duration, or until the process is to stop (or the task is cancelled), if that is earlier.
    ///
    /// - Returns: false when the process is to stop: the loop ends.
    public static func sleep(for duration: Duration) async -> Bool {
        guard !isStopping else { return false }
        if duration > .zero {
            Pulse.rest(for: duration)
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
        }
        return !isStopping
    }

    /// Whether the process is to stop, or the task was cancelled.
    public static var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }
}
