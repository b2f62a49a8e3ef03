import Foundation

/// A serial executor that owns one operating-system thread.
///
/// The C libraries that the nodes stand on (libpq, librabbitmq, libcurl, hiredis) block. An actor that wraps one of their handles
/// returns such an executor from `unownedExecutor`; its methods then call the library directly, and blocking there blocks that one
/// thread and nobody else: the cooperative pool never waits on a socket.
///
/// A hop to the actor costs two thread switches (about 25 µs), so give it batches, not items.
///
/// The thread starts with the executor and ends when the last reference to the executor is gone.
public final class ThreadExecutor: SerialExecutor {
    private let queue: JobQueue

    /// - Parameters:
    ///   - name: the thread's name, as debuggers and `top -H` show it (Linux keeps its first 15 bytes).
    ///   - stackBytes: the size of the thread's stack; only what is used takes memory.
    public init(name: String, stackBytes: Int = 1 << 20) {
        let queue = JobQueue()
        self.queue = queue
        let thread = Thread {
            nameCurrentThread(name)
            queue.run()
        }
        thread.stackSize = stackBytes
        thread.start()
    }

    deinit {
        queue.close()
    }

    /// The thread runs the job after all that came before.
    public func enqueue(_ job: consuming ExecutorJob) {
        queue.append(UnownedJob(job), for: self)
    }

    /// What an actor returns as its executor.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}

/// The jobs that wait for the thread. A condition variable instead of a dispatch queue, so that the thread is really ours.
private final class JobQueue: @unchecked Sendable {
    private struct Entry {
        let job: UnownedJob
        /// Kept alive until its job has returned.
        let executor: ThreadExecutor
    }

    private let condition = NSCondition()
    private var entries: [Entry] = []
    private var isClosed = false

    func append(_ job: UnownedJob, for executor: ThreadExecutor) {
        condition.lock()
        entries.append(Entry(job: job, executor: executor))
        condition.signal()
        condition.unlock()
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.signal()
        condition.unlock()
    }

    func run() {
        while let batch = next() {
            for entry in batch {
                entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
            }
        }
    }

    private func next() -> [Entry]? {
        condition.lock()
        defer { condition.unlock() }
        while entries.isEmpty {
            if isClosed { return nil }
            condition.wait()
        }
        let batch = entries
        entries.removeAll(keepingCapacity: true)
        return batch
    }
}
