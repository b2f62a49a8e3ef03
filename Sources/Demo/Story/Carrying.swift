import SMPProtocol

/// What a turn has moved.
struct MovedMoney: Sendable {
    /// In their order.
    var transfers: [SandboxAuthority.TradeTransfer] = []
    /// What has reached whoever gets something.
    var handedOut: [Circle.Link: Int64] = [:]
}

extension Story {
    /// Waits until everybody's wallet has what the circle promises, less what is kept back.
    func carryOut(
        _ circle: Circle, _ turn: TradeAdministration.Turn, _ village: Village, _ balances: Balances
    ) async throws -> MovedMoney {
        try await narrator.step("Money is collected, sent and handed out", outcome: { "\($0.transfers.count) transfers" }) {
            let money = try await awaited("the money of the circle", seconds: 60, pause: .milliseconds(20)) {
                try await moved(circle, turn, village)
            }
            for link in circle.links {
                guard let taker = village.people.first(where: { $0.wallet.id == link.taker }), let amount = money.handedOut[link],
                    let currency = village.currencies.first(where: { $0.id == link.currency })
                else { throw Surprise("somebody else is in the circle") }
                let expected = balances[currency, taker] + amount
                try await untilTrue("\(currency.coin.text(expected)) in \(taker.name)'s wallet") {
                    try await taker.wallet.balance(link.currency) == expected
                }
            }
            return money
        }
    }

    /// The transfers of the circle, from the authority's books; nil before all who get something have got it.
    private func moved(_ circle: Circle, _ turn: TradeAdministration.Turn, _ village: Village) async throws -> MovedMoney? {
        var money = MovedMoney()
        for link in circle.links {
            let transfers = try await sandbox.tradeTransfers(of: link.currency).filter { $0.note.turnID == turn.id }
            guard let last = transfers.first(where: { $0.note.kind == .dispatching && $0.recipient == link.taker }) else { return nil }
            try expect(transfers.filter { $0.sender == link.giver }.map(\.amount), toBe: [link.amount], "What was collected")
            let isSent = transfers.contains { $0.note.kind == .sending }
            try expect(last.amount, toBe: Self.handedOut(link.amount, isSent: isSent, cut: amountCut), "What was handed out")
            money.transfers += transfers
            money.handedOut[link] = last.amount
        }
        money.transfers.sort { ($0.committedAt, $0.amount) < ($1.committedAt, $1.amount) }
        return money
    }

    /// What of an amount arrives (TW 22.6), without demurrage: what goes from one collector to another is rounded down from a little less,
    /// and from what is handed out the cut is kept back.
    static func handedOut(_ amount: Int64, isSent: Bool, cut: Double) -> Int64 {
        let arrived = isSent ? (Double(amount) * (1 - 1e-10)).rounded(.down) : Double(amount)
        return Int64((arrived * (1 - cut)).rounded(.down))
    }

    /// Each transfer, with its moment.
    func show(_ money: MovedMoney, _ turn: TradeAdministration.Turn, _ village: Village) {
        guard let start = turn.collectionStartedAt else { return }
        var table = Table("after phase 2", "", "from", "to", "amount")
        for transfer in money.transfers {
            let moment = Narrator.text(.microseconds(transfer.committedAt.microseconds(since: start)))
            table.add(row: [
                moment, transfer.note.kind.text, village.party(transfer.sender), village.party(transfer.recipient),
                village.coin(transfer.debtorID).text(transfer.amount),
            ])
        }
        narrator.lines(table.lines)
    }
}

extension AgentTransferNote.Kind {
    /// What has been done.
    fileprivate var text: String {
        switch self {
        case .collecting: "collected"
        case .sending: "sent on"
        case .dispatching: "handed out"
        case .moving: "moved"
        }
    }
}

extension Village {
    /// Somebody of the village, or a collector.
    fileprivate func party(_ id: CreditorID) -> String {
        people.first { $0.wallet.id == id }?.name ?? "collector \(String(id.unsigned, radix: 16).suffix(3))"
    }
}
