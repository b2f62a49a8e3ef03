import Foundation
import Persistence
import TestSupport

/// What happens to nodes and servers, one thing after the other, in an order that the seed decides.
actor Torment {
    /// How long; nil: not asked for.
    static var seconds: Double? { ProcessInfo.processInfo.environment["TORTURE_SECONDS"].flatMap(Double.init) }

    private static let nodes = ["TEST_DEBTORS_CONTROL", "TEST_CREDITORS_CONTROL", "TEST_TRADE_CONTROL", "TEST_SANDBOX_CONTROL"]
    private static let servers = ["TEST_POSTGRES_CONTROL", "TEST_BROKER_CONTROL", "TEST_REDIS_CONTROL"]

    private enum Event {
        case kill, restart, stall, disconnect, alarm, fullDisk
    }

    private var random: SplitMix64
    private let controls: [String: ControlScript]
    /// A file system that may be filled; nil: there is none.
    private let disk: String?
    private let server: DatabaseURL
    private var counts: [String: Int] = [:]

    init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        controls = try Dictionary(uniqueKeysWithValues: (Self.nodes + Self.servers).map { ($0, try ControlScript(variable: $0)) })
        disk = ProcessInfo.processInfo.environment["TORTURE_DISK"]
        server = try TestDatabase.serverURL
    }

    /// Until the time is over; then everything runs again.
    ///
    /// - Returns: how often what has happened.
    func run(until end: ContinuousClock.Instant) async throws -> [String: Int] {
        while ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(Int.random(in: 300...4000, using: &random)))
            try await happen(event())
        }
        try await startAll()
        return counts
    }

    private func event() -> Event {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: .kill
        case 8..<11: .restart
        case 11..<16: .stall
        case 16: .disconnect
        case 17: .alarm
        default: disk == nil ? .kill : .fullDisk
        }
    }

    private func happen(_ event: Event) async throws {
        let name = (Self.nodes + Self.servers).randomElement(using: &random)!
        let control = controls[name]!
        switch event {
        case .kill:
            try await control.run("kill")
            try await pause(0...2000)
            try await control.run("start")
            count("kills")
        case .restart:
            try await control.run("restart")
            count("restarts")
        case .stall:
            try await control.run("pause")
            try await pause(200...6000)
            try await control.run("resume")
            count("stalls")
        case .disconnect:
            try await disconnect()
            count("disconnections")
        case .alarm:
            let broker = controls["TEST_BROKER_CONTROL"]!
            try await broker.run("alarm")
            try await pause(500...6000)
            try await broker.run("calm")
            count("alarms of the broker")
        case .fullDisk:
            try await fillDisk()
            count("full disks")
        }
    }

    private func count(_ what: String) { counts[what, default: 0] += 1 }

    private func pause(_ milliseconds: ClosedRange<Int>) async throws {
        try await Task.sleep(for: .milliseconds(Int.random(in: milliseconds, using: &random)))
    }

    /// All connections to the databases end, whatever they are doing.
    private func disconnect() async throws {
        let database = Database(url: server, configuration: DatabaseConfiguration(maximumConnections: 1), logger: TestDatabase.quietLogger)
        try await database.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
        await database.close()
    }

    /// Whoever writes on the disk has no room for a while. A server that has ended for want of it is started again.
    private func fillDisk() async throws {
        guard let disk else { return }
        let path = disk + "/ballast"
        try Self.fill(path)
        try await pause(500...8000)
        try FileManager.default.removeItem(atPath: path)
        try await startAll()
    }

    /// Starts what does not run. What is just ending, or does not come back by itself, is killed before, as orchestrators do.
    private func startAll() async throws {
        for name in Self.servers + Self.nodes {
            for attempt in 1...5 {
                do {
                    try await controls[name]!.run("start")
                    break
                } catch let failure as ControlScript.Failure where attempt < 5 {
                    print("torture: \(failure); once more")
                    // RabbitMQ 3.10 may stay half alive after a full disk: it runs, and listens to nobody.
                    try await controls[name]!.run("kill")
                }
            }
        }
    }

    private static func fill(_ path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        var room = statvfs()
        guard fstatvfs(descriptor, &room) == 0 else { throw CocoaError(.fileWriteUnknown) }
        // Nothing is left, or what others have taken meanwhile stands in the way.
        _ = posix_fallocate(descriptor, 0, off_t(room.f_bavail * UInt(room.f_bsize)))
    }
}
