public import SMPProtocol

/// A user of the demonstration. The sandbox is the authorization server, and the text of a token says who its bearer is: there is no secret about it.
public enum DemoUser: Hashable, Sendable {
    case debtorsSuperuser, debtorsSupervisor, creditorsSuperuser, creditorsSupervisor
    case debtor(DebtorID)
    case creditor(CreditorID)
    /// A creditor who has forgotten his PIN.
    case creditorInPINReset(CreditorID)
    case readingCreditor(CreditorID)

    public var token: String {
        switch self {
        case .debtorsSuperuser: "debtors-superuser"
        case .debtorsSupervisor: "debtors-supervisor"
        case .creditorsSuperuser: "creditors-superuser"
        case .creditorsSupervisor: "creditors-supervisor"
        case .debtor(let id): "debtors:\(id.unsignedText)"
        case .creditor(let id): "creditors:\(id.unsignedText)"
        case .creditorInPINReset(let id): "creditors:\(id.unsignedText)/disable_pin"
        case .readingCreditor(let id): "creditors:\(id.unsignedText)/readonly"
        }
    }
}
