import SMPProtocol

/// The URI references of CA-API 6.1.
enum Path {
    static func creditor(_ id: CreditorID) -> String { "/creditors/\(id.unsigned)/" }
    static func account(_ key: AccountKey) -> String { "/creditors/\(key.creditor.unsigned)/accounts/\(key.debtor.unsigned)/" }

    static func transfer(_ creditor: CreditorID, _ uuid: TransferUUID) -> String {
        "/creditors/\(creditor.unsigned)/transfers/\(uuid.text)"
    }

    static func committedTransfer(_ key: AccountKey, _ transfer: TransferKey) -> String {
        "\(account(key))transfers/\(transfer.creationDate.rawValue)-\(transfer.number.rawValue)"
    }

    static func entries(_ key: AccountKey, before id: Int64) -> String { "\(account(key))entries?prev=\(id)" }

    /// The object of a log entry (CA 11.2).
    static func object(_ object: LogObject, of creditor: CreditorID) -> String {
        func part(_ debtor: DebtorID, _ name: String) -> String { account(AccountKey(creditor: creditor, debtor: debtor)) + name }
        return switch object {
        case .transfer(let uuid): transfer(creditor, uuid)
        case .transfersList: "\(self.creditor(creditor))transfers-list"
        case .committedTransfer(let debtor, let date, let number):
            committedTransfer(AccountKey(creditor: creditor, debtor: debtor), TransferKey(creationDate: date, number: number))
        case .accountLedger(let debtor): part(debtor, "ledger")
        case .account(let debtor): part(debtor, "")
        case .accountsList: "\(self.creditor(creditor))accounts-list"
        case .accountConfig(let debtor): part(debtor, "config")
        case .accountInfo(let debtor): part(debtor, "info")
        case .accountDisplay(let debtor): part(debtor, "display")
        case .accountExchange(let debtor): part(debtor, "exchange")
        case .accountKnowledge(let debtor): part(debtor, "knowledge")
        case .pinInfo: "\(self.creditor(creditor))pin"
        case .damaged: ""
        }
    }
}

extension LogObject {
    /// The name of the object's type (CA-API 6.2).
    var typeName: String {
        switch self {
        case .transfer: "Transfer"
        case .transfersList: "TransfersList"
        case .committedTransfer: "CommittedTransfer"
        case .accountLedger: "AccountLedger"
        case .account: "Account"
        case .accountsList: "AccountsList"
        case .accountConfig: "AccountConfig"
        case .accountInfo: "AccountInfo"
        case .accountDisplay: "AccountDisplay"
        case .accountExchange: "AccountExchange"
        case .accountKnowledge: "AccountKnowledge"
        case .pinInfo: "PinInfo"
        case .damaged: "object"
        }
    }
}
