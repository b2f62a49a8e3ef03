import SMPProtocol

extension StoreDocument: InboxMessage {
    func addKeys(to keys: inout MessageScopeKeys) { keys.documents.insert(ExactText(debtorInfoLocator)) }

    func apply(to scope: inout MessageScope) { DebtorInfoDocument.store(self, over: &scope.state.documents[ExactText(debtorInfoLocator)]) }
}
