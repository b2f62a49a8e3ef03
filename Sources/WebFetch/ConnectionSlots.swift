import Collections

/// Who may start next: so many at once, so many of them for the same host. Each host's entries start in the order of their arrival, and
/// hosts take turns, so that one with a long queue holds nobody else up. Pure.
struct ConnectionSlots<Entry> {
    private struct Host {
        var running = 0
        var queue: Deque<Waiting> = []
    }

    private struct Waiting {
        let id: UInt64
        let entry: Entry
        let deadline: ContinuousClock.Instant
    }

    private let total: Int
    private let perHost: Int
    private var hosts: [String: Host] = [:]
    /// Hosts with entries that wait and a free place of their own; each once.
    private var turns: Deque<String> = []
    /// The hosts of the entries that wait.
    private var hostsOfWaiting: [UInt64: String] = [:]
    private(set) var runningCount = 0

    /// How many entries wait.
    var waitingCount: Int { hostsOfWaiting.count }

    /// No entry that waits expires before; may be too early.
    private var nextDeadline: ContinuousClock.Instant?

    init(total: Int, perHost: Int) {
        precondition(total > 0 && perHost > 0)
        self.total = total
        self.perHost = perHost
    }

    /// Whether an entry for the host could start at once.
    func isFree(_ host: String) -> Bool {
        let host = hosts[host]
        return runningCount < total && (host?.running ?? 0) < perHost && host?.queue.isEmpty ?? true && turns.isEmpty
    }

    /// - Parameter deadline: when it is to be given up if it has not started.
    mutating func enqueue(_ entry: Entry, id: UInt64, host name: String, deadline: ContinuousClock.Instant) {
        var host = hosts[name] ?? Host()
        host.queue.append(Waiting(id: id, entry: entry, deadline: deadline))
        if host.queue.count == 1, host.running < perHost { turns.append(name) }
        hosts[name] = host
        hostsOfWaiting[id] = name
        nextDeadline = min(nextDeadline ?? deadline, deadline)
    }

    /// The entry that starts now; it takes a place until `release`. Nil when none may.
    mutating func next() -> Entry? {
        guard runningCount < total, let name = turns.popFirst(), var host = hosts[name], let waiting = host.queue.popFirst() else {
            return nil
        }
        host.running += 1
        runningCount += 1
        hostsOfWaiting[waiting.id] = nil
        if !host.queue.isEmpty, host.running < perHost { turns.append(name) }
        hosts[name] = host
        return waiting.entry
    }

    /// Gives back the place of an entry that has ended.
    mutating func release(host name: String) {
        guard var host = hosts[name], host.running > 0 else { preconditionFailure("no entry of this host has a place") }
        // With all its places taken it was in no turn.
        if host.running == perHost, !host.queue.isEmpty { turns.append(name) }
        host.running -= 1
        runningCount -= 1
        hosts[name] = host.running == 0 && host.queue.isEmpty ? nil : host
    }

    /// Takes an entry back that waits; nil when it does not.
    mutating func remove(id: UInt64) -> Entry? {
        guard let name = hostsOfWaiting[id], let index = hosts[name]?.queue.firstIndex(where: { $0.id == id }) else { return nil }
        let waiting = hosts[name]?.queue.remove(at: index)
        noteRemoved([id], of: name)
        return waiting?.entry
    }

    /// Takes out what has waited for too long.
    mutating func removeExpired(now: ContinuousClock.Instant) -> [Entry] {
        guard let nextDeadline, nextDeadline <= now else { return [] }
        var expired: [Entry] = []
        var earliest: ContinuousClock.Instant?
        for name in Array(hosts.keys) {
            var ids: [UInt64] = []
            hosts[name]?.queue.removeAll { waiting in
                if waiting.deadline <= now {
                    expired.append(waiting.entry)
                    ids.append(waiting.id)
                    return true
                }
                earliest = min(earliest ?? waiting.deadline, waiting.deadline)
                return false
            }
            noteRemoved(ids, of: name)
        }
        self.nextDeadline = earliest
        return expired
    }

    private mutating func noteRemoved(_ ids: [UInt64], of name: String) {
        for id in ids { hostsOfWaiting[id] = nil }
        guard !ids.isEmpty, let host = hosts[name], host.queue.isEmpty else { return }
        turns.removeAll { $0 == name }
        if host.running == 0 { hosts[name] = nil }
    }

    /// Takes out everything that waits.
    mutating func removeAll() -> [Entry] {
        defer {
            for name in Array(hosts.keys) {
                hosts[name]?.queue = []
                if hosts[name]?.running == 0 { hosts[name] = nil }
            }
            turns = []
            hostsOfWaiting = [:]
            nextDeadline = nil
        }
        return hosts.values.flatMap { $0.queue.map(\.entry) }
    }

    /// How long until an entry that waits may expire; nil when none waits.
    func untilNextDeadline(now: ContinuousClock.Instant) -> Duration? {
        waitingCount == 0 ? nil : nextDeadline.map { $0 - now }
    }
}
