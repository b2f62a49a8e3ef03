import Glibc

/// How many files and sockets the process may have open.
enum FileDescriptors {
    /// With fewer a process cannot do its work.
    static let least = 48

    /// The limit of the process. It is raised as far as the process itself may raise it.
    static func raisedLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many connections a web server may have, so that enough is left for databases, brokers and the rest.
    static func connectionLimit(most: Int) -> Int {
        max(4, min(most, (raisedLimit() - least) * 7 / 8))
    }
}
