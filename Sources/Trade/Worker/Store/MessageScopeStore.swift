import Persistence
import SMPProtocol

extension WorkerState {
    /// What is loaded: a statement, and what its rows are put into.
    private typealias Loading = (query: Query, take: (inout WorkerState, Rows) throws -> Void)

    /// Locks and loads what a batch of messages is about, in the order of tables and keys; a second round trip only for the turns of locks
    /// that authorities have answered about.
    ///
    /// - Returns: numbers for new requests, as many as the batch may need.
    mutating func load(_ keys: MessageScopeKeys, in tx: Transaction) throws -> [CoordinatorRequestID] {
        let loadings = Self.users(keys) + Self.collectors(keys) + Self.turns(keys) + Self.statuses(keys)
        let numbers = keys.requestIDCount > 0 ? [RequestIDs.next(keys.requestIDCount)] : []
        guard !loadings.isEmpty || !numbers.isEmpty else { return [] }
        let results = try tx.pipeline(loadings.map(\.query) + numbers)
        for (loading, rows) in zip(loadings, results) { try loading.take(&self, rows) }
        let missing = keys.requests.isEmpty ? [] : Set(locks.values.map(\.turn)).subtracting(turns.keys)
        if !missing.isEmpty {
            for row in try tx.query(WorkerTurnRows.read(missing)) {
                let turn = try WorkerTurnRows.decode(row)
                turns[turn.turn.id] = turn
            }
        }
        return numbers.isEmpty ? [] : try results[loadings.count].map { try $0.decode(0) }
    }

    private static func users(_ keys: MessageScopeKeys) -> [Loading] {
        var all: [Loading] = []
        if !keys.policies.isEmpty {
            all.append((PolicyRows.lock(keys.policies), { try $0.take($1, \.policies, \.key, PolicyRows.decode) }))
        }
        if !keys.documents.isEmpty {
            all.append((DocumentRows.lock(keys.documents), { try $0.take($1, \.documents, \.key, DocumentRows.decode) }))
        }
        if !keys.claims.isEmpty { all.append((ClaimRows.lock(keys.claims), { try $0.take($1, \.claims, \.debtor, ClaimRows.decode) })) }
        if !keys.fetches.isEmpty { all.append((FetchRows.lock(keys.fetches), { try $0.take($1, \.fetches, \.key, FetchRows.decode) })) }
        if !keys.recentlyNeeded.isEmpty {
            all.append(
                (
                    RecentlyNeededRows.lock(keys.recentlyNeeded),
                    { for row in $1 { let need = try RecentlyNeededRows.decode(row); $0.recentlyNeeded[need.debtor] = need.since } }
                ))
        }
        return all
    }

    private static func collectors(_ keys: MessageScopeKeys) -> [Loading] {
        var all: [Loading] = []
        let looked = keys.knownAccounts.subtracting(keys.collectorAccounts)
        for (set, isLocked) in [(keys.collectorAccounts, true), (looked, false)] where !set.isEmpty {
            let (creditors, debtors) = (set.map(\.creditor), set.map(\.debtor))
            let accounts = isLocked ? WorkerAccountRows.table.lock : WorkerAccountRows.table.read
            all.append(
                (
                    accounts(creditors, debtors),
                    { state, rows in
                        for row in rows {
                            let account = try WorkerAccountRows.decode(row)
                            state.collectorAccounts[account.key, default: CollectorAccountState()].account = account
                        }
                    }
                ))
            all.append(
                (
                    NeededAccountRows.table.read(creditors, debtors),
                    { state, rows in
                        for row in rows {
                            let needed = try NeededAccountRows.decode(row)
                            state.collectorAccounts[needed.key, default: CollectorAccountState()].needed = needed
                        }
                    }
                ))
            all.append(
                (
                    RateRows.read(set),
                    { state, rows in
                        for (key, history) in try RateRows.decode(rows) {
                            state.collectorAccounts[key, default: CollectorAccountState()].rates = history
                        }
                    }
                ))
        }
        if !keys.usableCollectors.isEmpty {
            all.append(
                (
                    SolverCopyRows.collectors(of: keys.usableCollectors),
                    { state, rows in
                        for row in rows {
                            let collector = try SolverCopyRows.decodeCollector(row)
                            state.usableCollectors[collector.key.debtor, default: []].append(collector)
                        }
                    }
                ))
        }
        if !keys.hoardedCurrencies.isEmpty {
            all.append(
                (
                    SolverCopyRows.hoarded(among: keys.hoardedCurrencies), { for row in $1 { $0.hoardedCurrencies.insert(try row[0]) } }
                ))
        }
        return all
    }

    private static func turns(_ keys: MessageScopeKeys) -> [Loading] {
        var all: [Loading] = []
        if !keys.offeredTurns.isEmpty {
            all.append(
                (
                    WorkerTurnRows.share(keys.offeredTurns), { try $0.take($1, \.offeredTurns, \.turn.id, WorkerTurnRows.decode) }
                ))
        }
        if !keys.turns.isEmpty {
            all.append((WorkerTurnRows.read(keys.turns), { try $0.take($1, \.turns, \.turn.id, WorkerTurnRows.decode) }))
        }
        if !keys.locks.isEmpty { all.append((LockRows.lock(keys.locks), { try $0.take($1, \.locks, \.key, LockRows.decode) })) }
        if !keys.requests.isEmpty { all.append((LockRows.lock(keys.requests), { try $0.take($1, \.locks, \.key, LockRows.decode) })) }
        if !keys.participations.isEmpty {
            all.append(
                (
                    ParticipationRows.lock(keys.participations), { try $0.take($1, \.participations, \.key, ParticipationRows.decode) }
                ))
        }
        return all
    }

    private static func statuses(_ keys: MessageScopeKeys) -> [Loading] {
        var all: [Loading] = []
        if !keys.statuses.isEmpty {
            all.append((StatusRows.lock(keys.statuses), { try $0.take($1, \.statuses, \.key, StatusRows.decode) }))
        }
        if !keys.starting.isEmpty {
            all.append((LegTable.collecting.all(of: keys.starting), { try $0.takeLegs($1, \.collectings, \.key, CollectingRows.decode) }))
            all.append((LegTable.sending.all(of: keys.starting), { try $0.takeLegs($1, \.sendings, \.key, SendingRows.decode) }))
        }
        if !keys.dispatching.isEmpty {
            all.append((LegTable.receiving.all(of: keys.dispatching), { try $0.takeLegs($1, \.receivings, \.key, ReceivingRows.decode) }))
            all.append(
                (
                    LegTable.dispatching.all(of: keys.dispatching), { try $0.takeLegs($1, \.dispatchings, \.key, DispatchingRows.decode) }
                ))
        }
        if !keys.collectings.isEmpty {
            all.append((LegTable.collecting.lock(keys.collectings), { try $0.takeLegs($1, \.collectings, \.key, CollectingRows.decode) }))
        }
        if !keys.receivings.isEmpty {
            all.append((LegTable.receiving.lock(keys.receivings), { try $0.takeLegs($1, \.receivings, \.key, ReceivingRows.decode) }))
        }
        if !keys.attempts.isEmpty {
            all.append((AttemptRows.lock(keys.attempts), { try $0.take($1, \.attempts, \.key, AttemptRows.decode) }))
        }
        if !keys.requests.isEmpty {
            all.append((AttemptRows.lock(keys.requests), { try $0.take($1, \.attempts, \.key, AttemptRows.decode) }))
        }
        return all
    }

    private mutating func take<Key, Entity>(
        _ rows: Rows, _ place: WritableKeyPath<WorkerState, [Key: Entity]>, _ key: KeyPath<Entity, Key>, _ decode: (Row) throws -> Entity
    ) throws {
        for row in rows {
            let entity = try decode(row)
            self[keyPath: place][entity[keyPath: key]] = entity
        }
    }

    private mutating func takeLegs<Leg>(
        _ rows: Rows, _ place: WritableKeyPath<WorkerState, Legs<Leg>>, _ key: KeyPath<Leg, LegKey>, _ decode: (Row) throws -> Leg
    ) throws {
        for row in rows {
            let leg = try decode(row)
            self[keyPath: place][leg[keyPath: key]] = leg
        }
    }
}

extension WorkerState {
    /// Queues what has changed, in the order in which rows are locked.
    ///
    /// - Parameter old: the state as it was loaded.
    func enqueueChanges(from old: WorkerState, collectors: CollectorInterval, in tx: Transaction) {
        PolicyRows.enqueueChanges(from: old.policies, to: policies, in: tx)
        DocumentRows.enqueueChanges(from: old.documents, to: documents, in: tx)
        ClaimRows.enqueueChanges(from: old.claims, to: claims, in: tx)
        FetchRows.enqueueChanges(from: old.fetches, to: fetches, in: tx)
        RecentlyNeededRows.enqueueChanges(from: Self.needs(old), to: Self.needs(self), in: tx)
        WorkerAccountRows.enqueueChanges(
            from: old.collectorAccounts.compactMapValues(\.account), to: collectorAccounts.compactMapValues(\.account), in: tx)
        NeededAccountRows.enqueueChanges(
            from: old.collectorAccounts.compactMapValues(\.needed), to: collectorAccounts.compactMapValues(\.needed), in: tx)
        RateRows.enqueueChanges(
            from: old.collectorAccounts.mapValues(\.rates), to: collectorAccounts.mapValues(\.rates), in: tx)
        LockRows(collectors: collectors).enqueueChanges(from: old.locks, to: locks, in: tx)
        ParticipationRows.enqueueChanges(from: old.participations, to: participations, in: tx)
        StatusRows.enqueueChanges(from: old.statuses, to: statuses, in: tx)
        CollectingRows.enqueueChanges(from: Self.flat(old.collectings), to: Self.flat(collectings), in: tx)
        ReceivingRows.enqueueChanges(from: Self.flat(old.receivings), to: Self.flat(receivings), in: tx)
        AttemptRows.enqueueChanges(from: old.attempts, to: attempts, in: tx)
    }

    private static func needs(_ state: WorkerState) -> [DebtorID: RecentlyNeededRows.Need] {
        Dictionary(uniqueKeysWithValues: state.recentlyNeeded.map { ($0.key, .init(debtor: $0.key, since: $0.value)) })
    }

    private static func flat<Leg>(_ legs: Legs<Leg>) -> [LegKey: Leg] {
        Dictionary(uniqueKeysWithValues: legs.flatMap { status, rows in rows.map { (LegKey(status, $0.key), $0.value) } })
    }
}
