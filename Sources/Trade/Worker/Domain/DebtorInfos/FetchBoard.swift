import SMPProtocol

/// Which requests a fetcher has on their way, and for which fetches. A document that several fetches want is asked for once.
struct FetchBoard: Sendable {
    private struct Request: Sendable {
        let host: String
        var keys: [FetchKey]
    }

    /// How many requests may run at once.
    let connections: Int
    /// The last host that was looked at when there was not room for all: the next ones are those behind it. Empty: begin with the first.
    var lastHost = ""
    /// By address.
    private var requests: [ExactText: Request] = [:]
    private var running: [String: Int] = [:]

    init(connections: Int) {
        precondition(connections > 0)
        self.connections = connections
    }

    /// How many requests to one host may run at once: a part of all, so that a slow one leaves room for the others.
    var connectionsPerHost: Int { Self.connectionsPerHost(of: connections) }

    /// The part of a host of so many connections.
    static func connectionsPerHost(of connections: Int) -> Int { max(1, connections / 6) }

    /// Nothing is on its way.
    var isEmpty: Bool { requests.isEmpty }

    /// How many requests could be started.
    var freeCount: Int { connections - requests.count }

    /// The hosts that are being asked, and how often.
    var hosts: [(name: String, running: Int)] { running.map { ($0.key, $0.value) } }

    /// All fetches that wait for an answer.
    var keys: [FetchKey] { requests.values.flatMap(\.keys) }

    /// Takes fetches in.
    ///
    /// - Returns: what is to be asked for now.
    mutating func add(_ fetches: [DebtorInfoFetch]) -> [String] {
        fetches.compactMap { fetch in
            let url = ExactText(fetch.url)
            if requests[url] != nil {
                requests[url]!.keys.append(fetch.key)
                return nil
            }
            requests[url] = Request(host: fetch.host, keys: [fetch.key])
            running[fetch.host, default: 0] += 1
            return fetch.url
        }
    }

    /// Takes a request out whose answer has come.
    ///
    /// - Returns: the fetches that were waiting for it.
    mutating func remove(_ url: String) -> [FetchKey] {
        guard let request = requests.removeValue(forKey: ExactText(url)) else { return [] }
        let left = running[request.host, default: 1] - 1
        running[request.host] = left > 0 ? left : nil
        return request.keys
    }
}

/// What came back from an address, for one of the fetches that wanted it.
struct FetchAnswer: Equatable, Sendable {
    let key: FetchKey
    /// Where the document was asked for.
    let url: String
    let outcome: FetchOutcome
}
