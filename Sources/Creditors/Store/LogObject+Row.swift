import SMPProtocol

/// How objects of the log are numbered and cut into columns. The numbers are those in the migration.
extension LogObject {
    var kind: Int16 {
        switch self {
        case .damaged: 0
        case .transfer: 1
        case .transfersList: 2
        case .committedTransfer: 3
        case .accountLedger: 4
        case .account: 5
        case .accountsList: 6
        case .accountConfig: 7
        case .accountInfo: 8
        case .accountDisplay: 9
        case .accountExchange: 10
        case .accountKnowledge: 11
        case .pinInfo: 12
        }
    }

    var debtor: DebtorID? {
        switch self {
        case .committedTransfer(let debtor, _, _), .accountLedger(let debtor), .account(let debtor), .accountConfig(let debtor),
            .accountInfo(let debtor), .accountDisplay(let debtor), .accountExchange(let debtor), .accountKnowledge(let debtor):
            debtor
        case .transfer, .transfersList, .accountsList, .pinInfo, .damaged: nil
        }
    }

    var transfer: TransferKey? {
        if case .committedTransfer(_, let date, let number) = self { TransferKey(creationDate: date, number: number) } else { nil }
    }

    var uuid: TransferUUID? {
        if case .transfer(let uuid) = self { uuid } else { nil }
    }

    init(kind: Int16, debtor: DebtorID?, creationDate: CalendarDate?, transferNumber: TransferNumber?, uuid: TransferUUID?) {
        self = Self.withoutDebtor(kind, uuid) ?? debtor.flatMap { Self.withDebtor(kind, $0, creationDate, transferNumber) } ?? .damaged
    }

    private static func withoutDebtor(_ kind: Int16, _ uuid: TransferUUID?) -> LogObject? {
        switch kind {
        case 1: uuid.map(LogObject.transfer)
        case 2: .transfersList
        case 6: .accountsList
        case 12: .pinInfo
        default: nil
        }
    }

    private static func withDebtor(_ kind: Int16, _ debtor: DebtorID, _ date: CalendarDate?, _ number: TransferNumber?) -> LogObject? {
        switch kind {
        case 3: if let date, let number { .committedTransfer(debtor, date, number) } else { nil }
        case 4: .accountLedger(debtor)
        case 5: .account(debtor)
        case 7: .accountConfig(debtor)
        case 8: .accountInfo(debtor)
        case 9: .accountDisplay(debtor)
        case 10: .accountExchange(debtor)
        case 11: .accountKnowledge(debtor)
        default: nil
        }
    }
}
