import Threading

extension Database {
    /// Lets rows flow from a transaction here into one of another database (or of this one). Both run at the same time, each on the thread
    /// of its connection, and however many rows there are, only a few pieces of them are in memory.
    ///
    ///     let count = try await workers.copy(to: solver) { source, copy in
    ///         try source.copyOut(Statements.accounts(turnID)) { rows in
    ///             for row in rows where try isWanted(row) { try copy.pass(row) }
    ///         }
    ///     } writing: { destination, inlet in
    ///         try destination.query(Statements.lockTurn, turnID)
    ///         return try destination.copyIn(Targets.accounts, from: inlet)
    ///     }
    ///
    /// The reading transaction sees one state of the database (REPEATABLE READ) and changes nothing. It begins when the writing one asks
    /// for rows, which must be at most once; a writing body that returns without asking gets none. The writing transaction commits only
    /// after the reading one has ended well. When one side fails, the other is cancelled, nothing is written, and the error is that of the
    /// side that failed. Both bodies may run several times, like those of ``transaction(isolation:readOnly:retry:_:)``.
    ///
    /// - Returns: what the writing body returned.
    public func copy<R: Sendable>(
        to destination: Database, retry: RetryPolicy = .business,
        reading: @escaping @Sendable (Transaction, inout CopyWriter) throws -> Void,
        writing: @escaping @Sendable (Transaction, CopyInlet) throws -> R
    ) async throws -> R {
        try await repeating(retry) {
            let inlet = CopyInlet()
            let result = await withTaskCancellationHandler {
                await withTaskGroup(of: R?.self) { group in
                    group.addTask {
                        await self.read(into: inlet, reading)
                        return nil
                    }
                    group.addTask { await destination.write(from: inlet, writing) }
                    return await Self.result(of: &group, inlet)
                }
            } onCancel: {
                inlet.abandon(CancellationError())
            }
            guard let result else { throw inlet.firstFailure ?? CancellationError() }
            return result
        }
    }

    fileprivate func read(into inlet: CopyInlet, _ body: @escaping @Sendable (Transaction, inout CopyWriter) throws -> Void) async {
        do {
            try await transaction(isolation: .repeatableRead, readOnly: true, retry: .none) { tx in
                guard let target = try inlet.awaitTarget() else { return }
                var writer = CopyWriter(to: CopyOutlet(to: inlet), statement: target.statement, types: target.types)
                try body(tx, &writer)
                try writer.finish()
            }
            inlet.pieces.finish()
        } catch {
            inlet.abandon(error)
        }
    }

    private func write<R: Sendable>(
        from inlet: CopyInlet, _ body: @escaping @Sendable (Transaction, CopyInlet) throws -> R
    ) async -> R? {
        do {
            let result = try await transaction(retry: .none) { tx in try body(tx, inlet) }
            // Of no effect when all rows were taken.
            inlet.abandon(nil)
            return result
        } catch {
            inlet.abandon(error)
            return nil
        }
    }

    /// The writing side's result, if there is one. The side that is still busy after the other one has failed, or wants no more rows, is
    /// cancelled.
    fileprivate static func result<R: Sendable>(of group: inout TaskGroup<R?>, _ inlet: CopyInlet) async -> R? {
        var result: R?
        while let next = await group.next() {
            result = result ?? next
            if result != nil || inlet.firstFailure != nil { group.cancelAll() }
        }
        return result
    }
}

extension AsyncTransaction {
    /// Fills a table with rows that come out of a transaction of another database (or of this one), of which only a few pieces are in
    /// memory
    /// at any time. Unlike ``Database/copy(to:retry:reading:writing:)`` it is a step of a transaction that may have many.
    ///
    /// The reading transaction sees one state of the database (REPEATABLE READ), changes nothing, and has ended well when the call returns.
    /// When one side fails, the error is that of the side that failed, and this transaction cannot be committed any more.
    ///
    /// - Returns: how many rows were written.
    @discardableResult
    public func copyIn(
        _ target: CopyTarget, from source: Database, reading: @escaping @Sendable (Transaction, inout CopyWriter) throws -> Void
    ) async throws -> Int {
        let inlet = CopyInlet()
        let count = await withTaskCancellationHandler {
            await withTaskGroup(of: Int?.self) { group in
                group.addTask {
                    await source.read(into: inlet, reading)
                    return nil
                }
                group.addTask { await self.write(to: target, from: inlet) }
                return await Database.result(of: &group, inlet)
            }
        } onCancel: {
            inlet.abandon(CancellationError())
        }
        guard let count else { throw inlet.firstFailure ?? CancellationError() }
        return count
    }

    private func write(to target: CopyTarget, from inlet: CopyInlet) async -> Int? {
        do {
            return try await run { tx in try tx.copyIn(target, from: inlet) }
        } catch {
            inlet.abandon(error)
            return nil
        }
    }
}
