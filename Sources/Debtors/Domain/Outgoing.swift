import SMPProtocol

/// The messages that this node sends (DA 6).
enum Outgoing: Hashable, Sendable {
    case configureAccount(ConfigureAccount)
    case prepareTransfer(PrepareTransfer)
    case finalizeTransfer(FinalizeTransfer)

    var message: any AccountMessage {
        switch self {
        case .configureAccount(let m): m
        case .prepareTransfer(let m): m
        case .finalizeTransfer(let m): m
        }
    }
}
