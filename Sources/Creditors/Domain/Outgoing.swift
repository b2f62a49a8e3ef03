import SMPProtocol

/// The messages that this node sends (CA 13).
enum Outgoing: Equatable, Sendable {
    case configureAccount(ConfigureAccount)
    case prepareTransfer(PrepareTransfer)
    case finalizeTransfer(FinalizeTransfer)
    case updatedLedger(UpdatedLedger)
    case updatedPolicy(UpdatedPolicy)
    case updatedFlags(UpdatedFlags)
    case rejectedConfig(RejectedConfig)

    var message: any AccountMessage {
        switch self {
        case .configureAccount(let m): m
        case .prepareTransfer(let m): m
        case .finalizeTransfer(let m): m
        case .updatedLedger(let m): m
        case .updatedPolicy(let m): m
        case .updatedFlags(let m): m
        case .rejectedConfig(let m): m
        }
    }
}

extension UpdatedPolicy {
    /// CA 13.4: all settings of the exchange part.
    init(_ key: AccountKey, updateID: UpdateID, exchange: ExchangeSettings, at now: Timestamp) {
        self.init(
            debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, policyName: exchange.policy,
            minPrincipal: exchange.minPrincipal, maxPrincipal: exchange.maxPrincipal, pegExchangeRate: exchange.peg?.exchangeRate,
            pegDebtorID: exchange.peg?.debtor, ts: now)
    }
}

extension UpdatedFlags {
    init(_ key: AccountKey, updateID: UpdateID, flags: Int32, at now: Timestamp) {
        self.init(debtorID: key.debtor, creditorID: key.creditor, updateID: updateID, configFlags: flags, ts: now)
    }
}
