import NodeKit
import Persistence
import SMPProtocol

/// What a fetcher has room for.
struct FetchDemand: Sendable {
    /// Fetches at most.
    let limit: Int
    /// Only those of hosts behind this one, in the order of their bytes; empty: from the first.
    let after: String
    /// Requests to one host, at most, the running ones included.
    let perHost: Int
    let running: [(name: String, running: Int)]
    /// Until when the fetches are nobody else's. When their answers are not stored by then, they are due again.
    let lentUntil: Timestamp
}

/// What a fetcher has got.
struct FetchSupply: Sendable {
    /// To be asked for.
    var fetches: [DebtorInfoFetch] = []
    /// How many were due, those included that needed no request.
    let count: Int
    /// The last host that was looked at; nil: none.
    let lastHost: String?
    /// When the next one becomes due.
    let nextDue: Timestamp?
}

extension WorkerStore {
    /// Takes fetches that are due (TW 10.5). Those that need no request are settled at once; the others are lent to the caller, so that no
    /// other fetcher takes them and no lock has to be held while servers answer. Each host in turn gets what room it has.
    ///
    /// - Parameter realm: the shard: fetches of others are thrown away.
    func takeFetches(_ demand: FetchDemand, in realm: ShardingRealm) async throws -> FetchSupply {
        try await transaction { tx, effects in
            let now = now()
            let results = try tx.pipeline([FetchRows.due(demand, now: now), FetchRows.nextDue(after: now)])
            let due = try results[0].map(FetchRows.decode)
            let next: Timestamp? = try results[1][0].decode(0)
            var supply = FetchSupply(count: due.count, lastHost: due.last?.host, nextDue: next)
            guard !due.isEmpty else { return supply }
            let documents = try tx.query(DocumentRows.table.read(due.map(\.key.iri))).map(DocumentRows.decode)
            let known = Dictionary(documents.map { ($0.key, $0) }) { first, _ in first }
            var (old, new): ([FetchKey: DebtorInfoFetch], [FetchKey: DebtorInfoFetch]) = ([:], [:])
            for fetch in due {
                old[fetch.key] = fetch
                switch fetch.step(known[ExactText(fetch.key.iri)], in: realm, rules, now: now) {
                case .drop: break
                case .answer(let document): fetch.settled(document, rules, now: now, effects: &effects)
                case .ask:
                    new[fetch.key] = fetch.due(at: demand.lentUntil)
                    supply.fetches.append(fetch)
                }
            }
            FetchRows.enqueueChanges(from: old, to: new, in: tx)
            return supply
        }
    }

    /// Settles fetches that were lent (TW 10.5.4 – 6): decides on the rows as they are now, since they may have been asked for again
    /// meanwhile. Those that are gone were settled by somebody else.
    func settleFetches(_ answers: [FetchAnswer]) async throws {
        guard !answers.isEmpty else { return }
        try await transaction { tx, effects in
            let rows = try tx.query(FetchRows.lock(Set(answers.map(\.key))))
            let now = now()
            let old = Dictionary(try rows.map { try FetchRows.decode($0) }.map { ($0.key, $0) }) { first, _ in first }
            var new = old
            for answer in answers {
                guard let fetch = new[answer.key] else { continue }
                new[answer.key] = fetch.settled(
                    answer.outcome, from: answer.url, rules, now: now, jitter: jitter(), effects: &effects)
            }
            FetchRows.enqueueChanges(from: old, to: new, in: tx)
        }
    }

    /// Uniform, 0.5 ..< 1 (TW 10.5.5).
    private func jitter() -> Double { 0.5 + Double(random() >> 11) * 0x1p-54 }
}
