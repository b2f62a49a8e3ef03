public import SMPProtocol

/// A user of the demonstration. The sandbox is the authorization server, and the text of a token says who its bearer is: there is no secret
/// about it.
public enum DemoUser: Hashable, Sendable {
    /// Those who administer an agent, and those who only look.
    case debtorsSuperuser, debtorsSupervisor, creditorsSuperuser, creditorsSupervisor
    /// The issuer of a currency.
    case debtor(DebtorID)
    /// The owner of a wallet.
    case creditor(CreditorID)
    /// A creditor who has forgotten his PIN.
    case creditorInPINReset(CreditorID)
    /// Somebody who may look into a wallet and do nothing.
    case readingCreditor(CreditorID)

    /// The access token, as the sandbox understands it.
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
