import SMPProtocol

/// A message about a transfer that came before this worker had taken over the results of its turn (TW 7.17, 20.5).
struct DelayedAccountTransfer: Equatable, Sendable {
    let turn: TurnID
    /// As it came, but for a moment in the future.
    let message: AccountTransfer

    init(_ message: AccountTransfer, of turn: TurnID, now: Timestamp) {
        self.turn = turn
        var message = message
        message.ts = min(message.ts, now)
        self.message = message
    }
}

extension WorkerTurn {
    /// TW 20.5: the turn's results have been taken over.
    var hasResults: Bool { state == .settling || state == .finished }
}
