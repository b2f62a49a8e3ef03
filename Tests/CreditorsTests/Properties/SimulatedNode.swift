import SMPProtocol

@testable import Creditors

/// The node without a database: the same decisions, loaded and stored by the same rules, in memory.
struct SimulatedNode {
    var creditors: [CreditorID: Creditor] = [:]
    var pins: [CreditorID: Pin] = [:]
    var accounts: [AccountKey: AccountData] = [:]
    var transfers: [RequestKey: RunningTransfer] = [:]
    var committed: [CommittedTransferKey: CommittedTransfer] = [:]
    var log: [CreditorID: [LogEntry]] = [:]
    var ledgers: [AccountKey: [LedgerEntry]] = [:]
    /// Everything that was ever sent, in order.
    var sent: [Outgoing] = []
    /// Accounts that were deleted, and how many ledger entries they had.
    var deleted: Set<AccountKey> = []
    /// How many PreparedTransfers have been handled.
    var preparedCount = 0
    var sequence: UpdateID = 0
    var nextRequestID: Int64 = 0
    var rules = Sample.rules
    var now = Sample.now
    private var workFound: Set<AccountKey> = []

    static let access = AccessRules(quotas: Quotas(), pinResetIntervalMicroseconds: Sample.day, digest: PinDigest(secret: ""))
    static let noPIN = SubmittedPin(isRequired: false, digits: nil)

    // MARK: Messages

    /// Handles a batch like ``CreditorsInbox``.
    mutating func deliver(_ messages: [any InboxMessage]) {
        preparedCount += messages.count { $0 is PreparedTransfer }
        let keys = MessageScopeKeys(messages)
        var scope = MessageScope(rules: rules, now: now)
        for id in keys.creditors { scope.creditors[id] = creditors[id] }
        for key in keys.accounts { scope.accounts[key] = accounts[key] }
        for key in keys.transfers { scope.transfers[key] = transfers[key] }
        for key in keys.committedTransfers where committed[key] != nil { scope.knownTransfers.insert(key) }
        for (key, after) in keys.chains(for: scope.accounts) { scope.chains[key] = chain(key, after: after) }
        scope.handle(messages)
        creditors.merge(scope.creditors) { $1 }
        accounts.merge(scope.accounts) { $1 }
        transfers.merge(scope.transfers) { $1 }
        pins.merge(scope.newPins) { $1 }
        commit(scope.effects)
        now = now.adding(microseconds: 10)
    }

    private func chain(_ key: ChainKey, after: TransferNumber) -> Chain {
        let links = committed.values.filter {
            $0.key == key.account && $0.transfer.creationDate == key.creationDate && $0.transfer.number > after
        }.map(\.link).sorted { $0.number < $1.number }.prefix(rules.ledgerBurst)
        return Chain(links: Array(links), isWhole: links.count < rules.ledgerBurst)
    }

    private mutating func commit(_ effects: Effects) {
        for entry in effects.log { log[entry.creditor, default: []].append(entry) }
        for entry in effects.ledger { ledgers[entry.key, default: []].append(entry) }
        for transfer in effects.committedTransfers {
            let key = CommittedTransferKey(account: transfer.key, transfer: transfer.transfer)
            precondition(committed[key] == nil, "a committed transfer is stored once")
            committed[key] = transfer
        }
        sent += effects.messages
        sequence = max(sequence, effects.greatestUpdateID)
    }

    // MARK: Jobs

    /// Finishes ledgers like ``LedgerJob``.
    mutating func runLedgerJob() {
        while let key = accounts.values.first(where: \.ledger.hasWork)?.key {
            var account = accounts[key]!
            var effects = Effects()
            let chainKey = ChainKey(account: key, creationDate: account.server.creationDate)
            account.processLedger(
                chain(chainKey, after: account.ledger.lastTransferNumber), maxDelayMicroseconds: rules.maxTransferDelayMicroseconds,
                creditor: &creditors[key.creditor]!, now: now, effects: &effects)
            accounts[key] = account
            commit(effects)
            now = now.adding(microseconds: 10)
        }
    }

    mutating func scanAccounts() {
        for key in accounts.keys.sorted() {
            var effects = Effects()
            accounts[key]!.scan(Sample.scanRules, creditor: &creditors[key.creditor]!, now: now, effects: &effects)
            commit(effects)
        }
        now = now.adding(microseconds: 10)
    }

    // MARK: Requests

    /// Changes something of one creditor like ``CreditorsStore``.
    mutating func request<R>(_ id: CreditorID, _ procedure: (inout CreditorFile, inout SimulatedNode) throws -> R) rethrows -> R {
        var file = CreditorFile(creditor: creditors[id], pin: pins[id], now: now)
        let result = try procedure(&file, &self)
        creditors[id] = file.creditor
        pins[id] = file.pin
        commit(file.effects)
        now = now.adding(microseconds: 10)
        return result
    }

    mutating func createCreditor(_ id: CreditorID) {
        var creditor = Creditor.reserved(id, reservationID: 1, logRelic: nil, ledgerRelic: 0, now: now)
        guard case .activated(let pin) = creditor.activate(reservation: "1", now: now) else { return }
        creditors[id] = creditor
        pins[id] = pin
    }

    mutating func createAccount(_ key: AccountKey) throws {
        try request(key.creditor) { file, node in
            let ids = FirstUpdateIDs((1...7).map { UpdateID(node.sequence.rawValue + $0) })
            node.sequence = ids.knowledge
            if case .created(let account) = try file.createAccount(
                with: key.debtor, exists: node.accounts[key] != nil, ids: ids, Self.access)
            {
                node.accounts[key] = account.data
                node.deleted.remove(key)
            }
        }
    }

    mutating func deleteAccount(_ key: AccountKey) throws {
        try request(key.creditor) { file, node in
            node.sequence = node.sequence.next
            let wasThere = try file.deleteAccount(
                node.accounts[key], debtorName: nil, isPegTarget: false, updateID: node.sequence)
            if wasThere {
                node.accounts[key] = nil
                node.deleted.insert(key)
            }
        }
    }

    mutating func updateConfig(_ key: AccountKey, amount: Float, forDeletion: Bool) throws {
        try request(key.creditor) { file, node in
            let updateID = node.accounts[key]?.config.version.id.next ?? 1
            let request = ConfigRequest(
                updateID: updateID, isScheduledForDeletion: forDeletion, negligibleAmount: amount, allowUnsafeDeletion: false, data: "")
            try file.updateConfig(&node.accounts[key], request, Self.noPIN, Self.access)
        }
    }

    mutating func createTransfer(_ creditor: CreditorID, _ uuid: TransferUUID, _ request: TransferRequest) throws {
        try self.request(creditor) { file, node in
            node.nextRequestID += 1
            let existing = node.transfers.values.first { $0.creditor == creditor && $0.uuid == uuid }
            let outcome = try file.createTransfer(
                request, uuid: uuid, existing: existing, requestID: CoordinatorRequestID(node.nextRequestID), Self.noPIN, Self.access)
            if case .created(let transfer) = outcome {
                node.transfers[RequestKey(creditor: creditor, request: transfer.requestID)] = transfer
            }
        }
    }

    mutating func cancelTransfer(_ key: RequestKey) throws {
        try request(key.creditor) { file, node in try file.cancelTransfer(&node.transfers[key]) }
    }

    mutating func deleteTransfer(_ key: RequestKey) {
        request(key.creditor) { file, node in
            if file.deleteTransfer(node.transfers[key]) { node.transfers[key] = nil }
        }
    }

    mutating func deactivate(_ id: CreditorID) {
        request(id) { file, node in
            node.sequence = node.sequence.next
            let keys = node.accounts.keys.filter { $0.creditor == id }.sorted()
            guard
                file.creditor?.deactivate(
                    accounts: keys.map(\.debtor), updateID: node.sequence, now: file.now, effects: &file.effects) == true
            else { return }
            file.pin = nil
            for key in keys {
                node.accounts[key] = nil
                node.deleted.insert(key)
            }
            for key in node.transfers.keys where key.creditor == id { node.transfers[key] = nil }
        }
    }
}
