import CircularTrade
import NodeKit
import SMPProtocol

// How turns went, for the operator. Names are those of the output of `solve`.

extension AdminAPI {
    var turnRoutes: [Route] {
        [
            .get("/trade/turns", .admin, handler: listTurns),
            .get("/trade/turns/<i64:turnId>", .admin, handler: getTurn),
        ]
    }

    /// A page has so many turns, unless the request says it.
    private static let turnsPerPage: Int64 = 20
    private static let maximumTurnsPerPage: Int64 = 100

    private func listTurns(_ request: APIRequest) async throws -> APIResponse {
        let (limit, before) = try request.decodeQuery { query in
            (
                query.integer("limit", in: 1...Self.maximumTurnsPerPage, default: Self.turnsPerPage),
                query.integer("before", in: 1...Int64(Int32.max), default: Int64(Int32.max))
            )
        }
        let records = try await store.turns(before: TurnID(Int32(before)), limit: Int(limit))
        return .json { json in
            json.beginObject()
            json.member("type", "TurnsList")
            json.key("turns")
            json.beginArray()
            for record in records {
                json.beginObject()
                json.turn(record)
                json.endObject()
            }
            json.endArray()
            // A full page may be the last one.
            if records.count == Int(limit), let last = records.last {
                json.member("next", "/trade/turns?limit=\(limit)&before=\(last.turn.id)")
            }
            json.endObject()
        }
    }

    private func getTurn(_ request: APIRequest) async throws -> APIResponse {
        let id: CreditorID = request.id("turnId")
        guard let number = Int32(exactly: id.unsigned), let found = try await store.turn(TurnID(number)) else { throw APIError.notFound }
        return .json { json in
            json.beginObject()
            json.turn(found.record)
            json.key("circles")
            json.beginArray()
            for circle in found.circles { json.circle(circle) }
            json.endArray()
            json.endObject()
        }
    }
}

extension JSONWriter {
    /// The members of a turn. What is not known is not there.
    fileprivate mutating func turn(_ record: AdminStore.TurnRecord) {
        let turn = record.turn
        member("type", "Turn")
        member("turn_id", Int64(turn.id.rawValue))
        member("phase", Int64(turn.phase.rawValue))
        member("base_debtor_info_locator", turn.rules.baseLocator)
        member("base_debtor_id", turn.rules.baseCurrency.rawValue)
        member("max_distance_to_base", Int64(turn.rules.maxDistanceToBase))
        member("min_trade_amount", turn.rules.minTradeAmount)
        member("started_at", turn.startedAt)
        moment("offers_started_at", record.report?.offersStartedAt)
        moment("phase_deadline", turn.phaseDeadline)
        moment("collection_started_at", turn.collectionStartedAt)
        moment("collection_deadline", turn.collectionDeadline)
        moment("finished_at", record.report?.finishedAt)
        if let solve = record.report?.solve { self.solve(solve) }
    }

    private mutating func moment(_ name: StaticString, _ moment: Timestamp?) {
        if let moment { member(name, moment) }
    }

    private mutating func solve(_ report: SolveReport) {
        member("n_currencies", Int64(report.market.currencies))
        member("n_confirmed_currencies", Int64(report.market.confirmedCurrencies))
        member("n_sell_offers", Int64(report.market.sellOffers))
        member("n_buy_offers", Int64(report.market.buyOffers))
        member("n_admitted_offers", Int64(report.admittedOffers))
        member("n_skipped_offers", Int64(report.skippedOffers))
        member("n_takings", Int64(report.takings))
        member("n_givings", Int64(report.givings))
        member("n_collector_transfers", Int64(report.collectorTransfers))
        member("cleared_value", report.clearedValue)
        member("share_of_offered_value", report.shareOfOfferedValue)
        member("share_of_bound", report.shareOfBound)
        member("cycles", Int64(report.cycles))
        member("longest_cycle", Int64(report.longestCycle))
        times("seconds", report, \.seconds)
        times("cpu_seconds", report, \.cpuSeconds)
    }

    private mutating func times(_ name: StaticString, _ report: SolveReport, _ part: KeyPath<StepTime, Double>) {
        key(name)
        beginObject()
        for step in SolveStep.allCases {
            guard let time = report.steps[step] else { continue }
            key(text: step.rawValue)
            value(time[keyPath: part])
        }
        endObject()
    }

    fileprivate mutating func circle(_ circle: Circle) {
        beginObject()
        member("value", circle.value)
        member("n_members", Int64(circle.memberCount))
        key("members")
        beginArray()
        for member in circle.members {
            beginObject()
            self.member("creditor_id", member.trader.rawValue)
            self.member("debtor_id", member.currency.rawValue)
            self.member("amount", member.amount)
            endObject()
        }
        endArray()
        endObject()
    }
}
