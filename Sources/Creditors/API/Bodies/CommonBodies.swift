import NodeKit
import SMPProtocol

extension JSONWriter {
    /// `latestUpdateId` and `latestUpdateAt` (CA-API 6.8).
    mutating func version(_ version: Version) {
        latestUpdate(version.id.rawValue, at: version.at)
    }

    /// What every part of an account begins with.
    mutating func accountPart(_ type: String, _ key: AccountKey, _ name: String) {
        let account = Path.account(key)
        member("type", type)
        member("uri", account + name)
        reference("account", account)
    }
}
