import Logging
import NodeKit
import ServiceLifecycle
import SMPProtocol
import Synchronization

/// `fetch_debtor_infos` (TW 10.5): takes fetches that are due, asks for their documents, and settles what comes back, many at once. While
/// servers answer, no transaction is open; while one host keeps its connections busy, the others have theirs.
struct FetchLoop: NodeRole {
    let name: String
    let store: WorkerStore
    /// The shard.
    let realm: ShardingRealm
    let pace: Pace
    /// How one document is fetched.
    let fetch: @Sendable (String) async -> FetchOutcome
    /// Raised when there may be something to fetch.
    let wakeUp: WakeUp

    /// How much at once, and how often.
    struct Pace: Sendable {
        /// Requests at once.
        var connections = 100
        /// For a whole request, in seconds; the wait for a place at a redirect's host may take as long again.
        var timeoutSeconds = 10.0
        /// Fetches that are taken at once.
        var burstCount = 2000
        /// From one look to the next, when nobody says that there is something and nothing becomes due.
        var waitSeconds = 15.0
        /// Everything that is due now, then the end.
        var quitsEarly = false
    }

    /// How much longer than its requests may take a fetcher has fetches for itself: so long a stop of the machine may be.
    private static let lendingMargin = 60.0

    /// What the requests have brought.
    private final class Basket: Sendable {
        private let answers = Mutex<[(url: String, outcome: FetchOutcome)]>([])

        func put(_ url: String, _ outcome: FetchOutcome) { answers.withLock { $0.append((url, outcome)) } }

        func empty() -> [(url: String, outcome: FetchOutcome)] {
            answers.withLock { answers in
                defer { answers = [] }
                return answers
            }
        }
    }

    func run() async throws {
        var board = FetchBoard(connections: pace.connections)
        let basket = Basket()
        try await withThrowingDiscardingTaskGroup { requests in
            while !Pause.isStopping {
                Pulse.beat()
                // Taken before the pass, so that what arrives during it is not missed.
                let generation = wakeUp.generation
                try await settle(basket, &board)
                let next = try await take(&board) { url in
                    requests.addTask {
                        basket.put(url, await fetch(url))
                        wakeUp.raise()
                    }
                }
                if pace.quitsEarly && board.isEmpty { break }
                let seconds = min(pace.waitSeconds, next.map { max(0, $0.seconds(since: store.now())) } ?? .infinity)
                await cancelWhenGracefulShutdown { await wakeUp.wait(after: generation, atMostSeconds: seconds) }
            }
            requests.cancelAll()
        }
        // What was interrupted is due again.
        try await settle(basket, &board)
    }

    private var lendingTime: Duration { .seconds(2 * pace.timeoutSeconds + Self.lendingMargin) }

    /// Stores what has come back.
    private func settle(_ basket: Basket, _ board: inout FetchBoard) async throws {
        let answers = basket.empty().flatMap { url, outcome in
            board.remove(url).map { FetchAnswer(key: $0, url: url, outcome: outcome) }
        }
        try await store.settleFetches(answers)
    }

    /// Starts what there is room for.
    ///
    /// - Returns: when something becomes due; nil: nothing is waiting.
    private func take(_ board: inout FetchBoard, start: (String) -> Void) async throws -> Timestamp? {
        var nextDue: Timestamp?
        while board.freeCount > 0 && !Pause.isStopping {
            let demand = FetchDemand(
                limit: min(board.freeCount, pace.burstCount), after: board.lastHost, perHost: board.connectionsPerHost,
                running: board.hosts, lentUntil: store.now().adding(lendingTime))
            let supply = try await store.takeFetches(demand, in: realm)
            board.add(supply.fetches).forEach(start)
            nextDue = supply.nextDue
            if supply.count == demand.limit, let last = supply.lastHost {
                board.lastHost = last
            } else if board.lastHost.isEmpty {
                break
            } else {
                // There may be more before the host with which it began.
                board.lastHost = ""
            }
        }
        return nextDue
    }
}
