import SMPProtocol

/// What a creditor of the Creditors Agent wants to do with one of his accounts (TW 7.1). Its three parts come in messages of their own, in
/// any order, each with its own numbering.
struct TradingPolicy: Equatable, Sendable {
    let key: AccountKey
    var ledger = LedgerPart()
    var wishes = WishesPart()
    var flags = FlagsPart()

    /// Which message set a part (TW 9.1).
    struct Mark: Equatable, Sendable {
        /// 0: none yet.
        var updateID: UpdateID = 0
        var ts = Timestamp.epoch
    }

    /// The account as its owner's ledger knows it.
    struct LedgerPart: Equatable, Sendable {
        var mark = Mark()
        var accountID = AccountID.none
        /// The account has lost this identity; what is already on its way is still tried (TW 9.2).
        var accountIDIsObsolete = false
        var creationDate = CalendarDate.epoch
        var principal: Int64 = 0
        var lastTransferNumber: TransferNumber = 0
    }

    /// What the owner wants.
    struct WishesPart: Equatable, Sendable {
        var mark = Mark()
        /// nil: no trading.
        var policyName: String?
        /// At most `maxPrincipal`.
        var minPrincipal = Int64.min
        var maxPrincipal = Int64.max
        var peg: OwnPeg?
    }

    /// The account's configuration flags.
    struct FlagsPart: Equatable, Sendable {
        var mark = Mark()
        var configFlags = Constants.defaultConfigFlags
    }

    init(key: AccountKey) { self.key = key }

    /// Whether money can be sent to the account.
    var hasUsableAccountID: Bool { !ledger.accountID.isEmpty && !ledger.accountIDIsObsolete }

    /// Whether the account is about to be deleted.
    var isScheduledForDeletion: Bool { flags.configFlags & Constants.scheduledForDeletionFlag != 0 }

    /// TW 7.1: nothing would be lost with the row but its marks.
    var isUseless: Bool {
        !hasUsableAccountID && ledger.creationDate == .epoch && ledger.principal == 0 && ledger.lastTransferNumber == 0
            && wishes.policyName == nil && wishes.minPrincipal == .min && wishes.maxPrincipal == .max && wishes.peg == nil
            && flags.configFlags == 0
    }
}

/// How an owner ties the currency to another one (TW 7.1).
struct OwnPeg: Equatable, Sendable {
    let debtor: DebtorID
    /// Not negative.
    let exchangeRate: Double
}
