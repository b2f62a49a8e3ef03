public import SMPProtocol

/// The admin API of Circular Trade, in a supervisor's name.
public struct TradeAdministration: Sendable {
    private let api: APIClient

    /// The admin API of a stack.
    public init(nodes: Nodes) {
        api = nodes.tradeAPI(as: .creditorsSuperuser)
    }

    /// A turn as its solver reports it. What is not known yet is nil.
    public struct Turn: Hashable, Sendable {
        /// Turns are counted.
        public let id: TurnID
        /// 1: currencies are gathered; 2: offers are; 3: the trades are carried out; 4: done.
        public let phase: Int64
        /// When phase 1 began.
        public let startedAt: Timestamp
        /// When phase 2 began.
        public let offersStartedAt: Timestamp?
        /// When the present phase ends; from phase 3 on, nil.
        public let phaseDeadline: Timestamp?
        /// When phase 2 had ended, and the trades were decided.
        public let collectionStartedAt: Timestamp?
        /// When all workers had left the solver's database.
        public let finishedAt: Timestamp?
        /// How many currencies could be traded.
        public let confirmedCurrencies: Int64?
        /// How many accounts offered something, and how many wanted something.
        public let sellOffers, buyOffers: Int64?
        /// How many accounts give something, and how many get something.
        public let takings, givings: Int64?
        /// The circles of greatest value; of a list of turns, none.
        public let circles: [Circle]

        /// Whether it has begun to take offers, and is a later one.
        ///
        /// - Parameter last: nil: any is later.
        func takesOffers(after last: TurnID?) -> Bool { phase >= 2 && last.map { id > $0 } ?? true }

        init(_ value: JSONValue) throws {
            func number(_ name: String) throws -> Int64 { try (value.at(name)?.int64).required(name, of: "a turn") }
            id = TurnID(Int32(truncatingIfNeeded: try number("turn_id")))
            phase = try number("phase")
            startedAt = try (value.at("started_at")?.moment).required("started_at", of: "a turn")
            offersStartedAt = value.at("offers_started_at")?.moment
            phaseDeadline = value.at("phase_deadline")?.moment
            collectionStartedAt = value.at("collection_started_at")?.moment
            finishedAt = value.at("finished_at")?.moment
            confirmedCurrencies = value.at("n_confirmed_currencies")?.int64
            (sellOffers, buyOffers) = (value.at("n_sell_offers")?.int64, value.at("n_buy_offers")?.int64)
            (takings, givings) = (value.at("n_takings")?.int64, value.at("n_givings")?.int64)
            circles = try (value.at("circles")?.elements ?? []).map(Circle.init)
        }
    }

    /// The latest turns, the latest first.
    public func latestTurns(_ count: Int = 5) async throws -> [Turn] {
        let list = try await api.call(.get, "/trade/turns?limit=\(count)", expecting: 200)
        return try (list.at("turns")?.elements ?? []).map(Turn.init)
    }

    /// One turn, with its circles.
    public func turn(_ id: TurnID) async throws -> Turn {
        let path = "/trade/turns/\(id)"
        return try Turn(await api.call(.get, path, expecting: 200).body.required("body", of: path))
    }

    /// Waits for a turn that meets a condition, and returns it with its circles.
    public func awaitTurn(_ what: String, seconds: Double = 120, where condition: (Turn) -> Bool) async throws -> Turn {
        let found = try await awaited(what, seconds: seconds, pause: .milliseconds(20)) {
            // The first one that meets it.
            try await latestTurns().last(where: condition)
        }
        return try await turn(found.id)
    }

    /// An account through which Circular Trade moves money.
    public struct Collector: Hashable, Sendable {
        /// Whose account it is.
        public let id: CreditorID
        /// 0: nobody has asked for it yet; 1: asked for; 2: in use; 3: its surplus is being counted.
        public let status: Int64
        /// Since when.
        public let since: Timestamp

        /// Whether new trades may use it.
        public var isActive: Bool { status == 2 }

        init(_ value: JSONValue) throws {
            func number(_ name: String) throws -> Int64 { try (value.at(name)?.int64).required(name, of: "a collector") }
            id = CreditorID(try number("creditorId"))
            status = try number("status")
            since = try (value.at("latestStatusChangeAt")?.moment).required("latestStatusChangeAt", of: "a collector")
        }
    }

    /// The collector accounts of a currency.
    public func collectors(of debtor: DebtorID) async throws -> [Collector] {
        let list = try await api.call(.get, "/trade/collectors/\(debtor.unsignedText)/list", expecting: 200)
        return try (list.at("collectors")?.elements ?? []).map(Collector.init)
    }
}
