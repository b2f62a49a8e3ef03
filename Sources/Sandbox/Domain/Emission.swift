import SMPProtocol

/// A message that the authority sends (AA 8).
enum Emission: Hashable, Sendable {
    case accountUpdate(AccountUpdate)
    case accountPurge(AccountPurge)
    case accountTransfer(AccountTransfer)
    case rejectedConfig(RejectedConfig)
    case rejectedTransfer(RejectedTransfer)
    case preparedTransfer(PreparedTransfer)
    case finalizedTransfer(FinalizedTransfer)

    var message: any AccountMessage {
        switch self {
        case .accountUpdate(let message): message
        case .accountPurge(let message): message
        case .accountTransfer(let message): message
        case .rejectedConfig(let message): message
        case .rejectedTransfer(let message): message
        case .preparedTransfer(let message): message
        case .finalizedTransfer(let message): message
        }
    }
}
