import SMPProtocol

/// A message that a decision wants to be sent. It is put in the outbox in the transaction that stores the new state.
enum Effect: Sendable, Hashable {
    case configureAccount(ConfigureAccount)
    case prepareTransfer(PrepareTransfer)
    case finalizeTransfer(FinalizeTransfer)
}
