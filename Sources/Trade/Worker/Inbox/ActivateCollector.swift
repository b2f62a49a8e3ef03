import SMPProtocol

/// Older workers tell each other about activated collectors; here the roller tells the solver (TW 11.5.7).
extension ActivateCollector: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) {}

    func apply(to scope: inout MessageScope) {}
}
