import SMPProtocol

// Parts of bodies that the APIs of all nodes have in common: references, identities and pages (CA-API 6, DA-API 5).

extension JSONWriter {
    /// A member that is an `ObjectReference`: an object with nothing but a URI (CA-API 6.2).
    public mutating func reference(_ name: StaticString, _ uri: String) {
        key(name)
        reference(uri)
    }

    /// An `ObjectReference` (CA-API 6.2).
    public mutating func reference(_ uri: String) {
        beginObject()
        member("uri", uri)
        endObject()
    }

    /// A member that is left out when there is nothing to tell (CA-API 2.2).
    public mutating func optionalMember(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) }
    }

    /// A member that is an `AccountIdentity` (CA-API 6.7).
    ///
    /// - Parameter uri: the `swpt:` URI of the account.
    public mutating func accountIdentity(_ name: StaticString, uri: String) {
        key(name)
        beginObject()
        member("type", "AccountIdentity")
        member("uri", uri)
        endObject()
    }

    /// A `DebtorIdentity` (CA-API 6.7).
    public mutating func debtorIdentity(_ debtor: DebtorID) {
        beginObject()
        member("type", "DebtorIdentity")
        member("uri", SwptURI.write(debtor))
        endObject()
    }

    /// The version of an object: `latestUpdateId` and `latestUpdateAt` (CA-API 6.8, DA-API 4.4).
    public mutating func latestUpdate(_ id: Int64, at moment: Timestamp) {
        member("latestUpdateId", id)
        member("latestUpdateAt", moment)
    }

    /// The beginning of the enumeration of all active debtors or creditors (CA-API 10.2, DA-API 6.3).
    ///
    /// - Parameters:
    ///   - type: e.g. `DebtorsList`.
    ///   - first: the path of the first page.
    public mutating func list(_ type: String, uri: String, first: String) {
        beginObject()
        member("type", type)
        member("uri", uri)
        member("itemsType", "ObjectReference")
        member("first", first)
        endObject()
    }

    /// An `ObjectReferencesPage` (CA-API 6.5, DA-API 6.4).
    ///
    /// - Parameters:
    ///   - uri: the page's own, with its query.
    ///   - items: the URIs of the objects.
    ///   - next: the URI of the next page; nil on the last one.
    public mutating func referencesPage(uri: String, items: some Sequence<String>, next: String?) {
        beginObject()
        member("type", "ObjectReferencesPage")
        member("uri", uri)
        key("items")
        beginArray()
        for item in items { reference(item) }
        endArray()
        optionalMember("next", next)
        endObject()
    }
}
