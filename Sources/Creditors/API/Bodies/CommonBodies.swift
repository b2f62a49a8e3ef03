import SMPProtocol

extension JSONWriter {
    /// An object that is nothing but a reference (CA-API 6.2).
    mutating func reference(_ name: StaticString, _ uri: String) {
        key(name)
        reference(uri)
    }

    mutating func reference(_ uri: String) {
        beginObject()
        member("uri", uri)
        endObject()
    }

    /// `latestUpdateId` and `latestUpdateAt` (CA-API 6.8).
    mutating func version(_ version: Version) {
        member("latestUpdateId", version.id)
        member("latestUpdateAt", version.at)
    }

    /// A member that is left out when there is nothing to tell (CA-API 2.2).
    mutating func optionalMember(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) }
    }

    /// CA-API 6.7: an account of a debtor; without an identity when its ID cannot be written as a URI.
    mutating func accountIdentity(_ name: StaticString, uri: String) {
        key(name)
        beginObject()
        member("type", "AccountIdentity")
        member("uri", uri)
        endObject()
    }

    /// What every part of an account begins with.
    mutating func accountPart(_ type: String, _ key: AccountKey, _ name: String) {
        let account = Path.account(key)
        member("type", type)
        member("uri", account + name)
        reference("account", account)
    }
}
