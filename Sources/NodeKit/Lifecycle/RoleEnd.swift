/// What a role does, as far as the end of its process is concerned.
public enum RoleKind: Sendable, CaseIterable {
    /// Serves until it is stopped: `all`, `webserver`, `worker`, `solver`.
    case service
    /// A consumer or a flusher.
    case queueWorker
    /// A scanner, a processor, a roller.
    case job
}

/// How the run of a role came to its end.
enum RoleOutcome: Sendable, Equatable {
    /// It has returned, and nobody had told it to stop.
    case returned
    /// It has returned, or was cancelled, after a signal had told it to stop.
    case stopped(signal: Int32)
    /// It has thrown.
    case failed
}

/// The exit statuses of commands that run a role: the only place that decides them. Pure.
///
/// | | returned by itself | told to stop | failed |
/// |---|---|---|---|
/// | service | 1: it serves until it is stopped | 0 | 1 |
/// | queue worker | 1 (OPS 3.5.4, also after `--quit-early`) | 0 or 1, as the node's supervisors expect it | 1 |
/// | job | 1 | 0 or 1, as the node's supervisors expect it | 1 |
/// | job with an end (`--quit-early`) | 0: the work is done | 128 + signal, or 1: it is not done | 1 |
struct RoleEnd: Sendable, Equatable {
    let kind: RoleKind
    /// Whether it was told to end by itself when its work is done.
    let hasEnd: Bool
    let stopStatuses: StopStatuses

    func status(after outcome: RoleOutcome) -> Int32 {
        switch outcome {
        case .failed: ExitStatus.failure
        case .returned: hasEnd && kind == .job ? ExitStatus.success : ExitStatus.failure
        case .stopped(let signal): afterStop == 0 && hasEnd ? ExitStatus.interrupted(bySignal: signal) : afterStop
        }
    }

    /// Of a role that was to work until somebody stops it.
    private var afterStop: Int32 {
        switch kind {
        case .service: ExitStatus.success
        case .queueWorker: stopStatuses.queueWorkers
        case .job: stopStatuses.jobs
        }
    }
}
