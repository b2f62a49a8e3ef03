import Messaging
import SMPProtocol

/// What an agent has sent to an accounting authority.
public enum NodeMessage: Sendable {
    case configure(ConfigureAccount)
    case prepare(PrepareTransfer)
    case finalize(FinalizeTransfer)

    init?(_ delivery: Delivery) {
        switch delivery.type {
        case "ConfigureAccount": self = .configure(try! ConfigureAccount(json: delivery.body))
        case "PrepareTransfer": self = .prepare(try! PrepareTransfer(json: delivery.body))
        case "FinalizeTransfer": self = .finalize(try! FinalizeTransfer(json: delivery.body))
        default: return nil
        }
    }

    /// Whose money it is about.
    public var debtorID: DebtorID {
        switch self {
        case .configure(let message): message.debtorID
        case .prepare(let message): message.debtorID
        case .finalize(let message): message.debtorID
        }
    }
}
