/// Why Redis cannot be used. The texts hold no user name, password, key or value.
enum RedisFailure: Error, Equatable, CustomStringConvertible {
    case nameNotResolved
    case timedOut
    /// The connection could not be made, or broke; with the system's words.
    case broken(String)
    case tls(String)
    /// The server refused a command, with the first word of its answer, such as NOAUTH, WRONGPASS or LOADING.
    case refused(String)
    /// What came was not Redis's protocol, or too long.
    case notRedis

    var description: String {
        switch self {
        case .nameNotResolved: "its name could not be resolved"
        case .timedOut: "it did not answer in time"
        case .broken(let reason): reason
        case .tls(let reason): "TLS: \(reason)"
        case .refused(let word): "it answered \(word)"
        case .notRedis: "what answers is not Redis"
        }
    }
}
