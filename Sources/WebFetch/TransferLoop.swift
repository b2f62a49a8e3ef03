import CCurl
import Foundation
import Synchronization

/// libcurl's multi handle and the thread that drives it.
///
/// Not an actor: an actor's jobs would wait behind the poll. Here callers put commands into a mailbox and wake the poll.
final class TransferLoop: @unchecked Sendable {
    private enum Command {
        case submit(Submission)
        case cancel(UInt64)
    }

    private struct Mailbox {
        var commands: [Command] = []
        var isClosed = false
        /// The multi handle is gone and must not be woken any more.
        var isFinished = false
    }

    private let configuration: WebClientConfiguration
    private let multi: UnsafeMutableRawPointer
    private let mailbox = Mutex(Mailbox())

    // The rest belongs to the thread.
    private var running: [UInt64: Transfer] = [:]
    private var slots: ConnectionSlots<Submission>

    private static let isLibraryReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(configuration: WebClientConfiguration) {
        precondition(configuration.queueLength >= 0)
        precondition(Self.isLibraryReady, "libcurl could not be initialized")
        self.configuration = configuration
        slots = ConnectionSlots(total: configuration.connections, perHost: configuration.connectionsPerHost)
        multi = curl_multi_init()!
        swpt_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.connections)
        swpt_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_NOTHING))
    }

    func start() {
        let thread = Thread { self.run() }
        thread.name = "web"
        thread.stackSize = 1 << 20
        thread.start()
    }

    // MARK: From any thread

    func submit(_ submission: Submission) {
        let isAccepted = post(.submit(submission))
        if !isAccepted { submission.continuation.resume(throwing: WebError.clientClosed) }
    }

    func cancel(_ id: UInt64) {
        _ = post(.cancel(id))
    }

    func close() {
        mailbox.withLock {
            $0.isClosed = true
            if !$0.isFinished { curl_multi_wakeup(multi) }
        }
    }

    private func post(_ command: Command) -> Bool {
        mailbox.withLock {
            guard !$0.isClosed else { return false }
            $0.commands.append(command)
            curl_multi_wakeup(multi)
            return true
        }
    }

    // MARK: The thread

    private func run() {
        blockBrokenPipeSignal()
        while let commands = takeCommands() {
            for command in commands { obey(command) }
            expireWaiting()
            startWaiting()
            var count: Int32 = 0
            curl_multi_perform(multi, &count)
            let isSlotFree = finishTransfers()
            if !isSlotFree || slots.waitingCount == 0 { curl_multi_poll(multi, nil, 0, pollMilliseconds, nil) }
        }
        finish()
    }

    /// OpenSSL writes without MSG_NOSIGNAL; on this thread a broken pipe shall be an error, not a signal.
    private func blockBrokenPipeSignal() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Nil when the client was closed.
    private func takeCommands() -> [Command]? {
        mailbox.withLock {
            guard !$0.isClosed else { return nil }
            return exchange(&$0.commands, with: [])
        }
    }

    private func obey(_ command: Command) {
        switch command {
        case .submit(let submission):
            if slots.waitingCount < configuration.queueLength || slots.isFree(submission.target.host) {
                enqueue(submission)
                startWaiting()
            } else {
                submission.continuation.resume(throwing: WebError.queueFull(limit: configuration.queueLength))
            }
        case .cancel(let id):
            let submission = remove(id)?.submission ?? slots.remove(id: id)
            submission?.continuation.resume(throwing: CancellationError())
        }
    }

    private func enqueue(_ submission: Submission) {
        slots.enqueue(
            submission, id: submission.id, host: submission.target.host, deadline: .now + .seconds(submission.limits.waitSeconds))
    }

    /// Starts those for which there is a place.
    private func startWaiting() {
        while let submission = slots.next() { start(submission) }
    }

    private func start(_ submission: Submission) {
        guard let transfer = Transfer(submission, configuration: configuration, now: .now),
            curl_multi_add_handle(multi, transfer.handle) == CURLM_OK
        else {
            slots.release(host: submission.target.host)
            submission.continuation.resume(
                throwing: WebError.transferFailed(host: submission.target.host, reason: "libcurl could not start it"))
            return
        }
        running[submission.id] = transfer
    }

    private func expireWaiting() {
        for submission in slots.removeExpired(now: .now) {
            submission.continuation.resume(throwing: WebError.noFreeConnection(host: submission.target.host))
        }
    }

    /// - Returns: whether any transfer came to its end.
    private func finishTransfers() -> Bool {
        var isAnyFinished = false
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard let handle = swpt_finished_handle(message) else { continue }
            let code = swpt_finished_code(message)
            var context: UnsafeMutablePointer<CChar>?
            swpt_get_text(handle, CURLINFO_PRIVATE, &context)
            let transfer = Unmanaged<Transfer>.fromOpaque(UnsafeRawPointer(context!)).takeUnretainedValue()
            // Before the transfer is taken out: libcurl would begin to forget it.
            let outcome = transfer.outcome(code, now: .now)
            _ = remove(transfer.submission.id)
            switch outcome {
            case .response(let response): transfer.submission.continuation.resume(returning: response)
            case .failure(let error): transfer.submission.continuation.resume(throwing: error)
            case .redirect(let next): enqueue(next)
            }
            isAnyFinished = true
        }
        return isAnyFinished
    }

    /// Takes a transfer out of the multi handle; its connection closes when the transfer was not complete.
    private func remove(_ id: UInt64) -> Transfer? {
        guard let transfer = running.removeValue(forKey: id) else { return nil }
        curl_multi_remove_handle(multi, transfer.handle)
        slots.release(host: transfer.submission.target.host)
        return transfer
    }

    /// Until the next deadline of a request that waits; libcurl itself watches over those that run.
    private var pollMilliseconds: Int32 {
        guard let rest = slots.untilNextDeadline(now: .now) else { return 60_000 }
        return Int32(max(1, min(60_000, rest / .milliseconds(1))))
    }

    private func finish() {
        let commands = mailbox.withLock {
            $0.isFinished = true
            return exchange(&$0.commands, with: [])
        }
        for case .submit(let submission) in commands { submission.continuation.resume(throwing: WebError.clientClosed) }
        for id in Array(running.keys) {
            remove(id)?.submission.continuation.resume(throwing: WebError.clientClosed)
        }
        for submission in slots.removeAll() { submission.continuation.resume(throwing: WebError.clientClosed) }
        curl_multi_cleanup(multi)
    }
}
