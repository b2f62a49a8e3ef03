import SMPProtocol

extension Story {
    /// Ben no longer wants his account in LOAF, which is empty. It may only be forgotten when no money can be lost with it.
    func close(_ village: Village) async throws {
        narrator.headline("Ben closes an account, safely")
        let (ben, money) = (village.ben, village.loaf)
        let identity = try identity(of: ben, in: money)
        try await narrator.step("Ben asks for the deletion of his empty account in LOAF") {
            try await ben.wallet.change("config", of: money.id, ["scheduledForDeletion": true])
            try await untilTrue("the deletion flag of \(identity)") {
                let account = try await sandbox.account(identity, of: money.id)
                return account.map { $0.isScheduledForDeletion || $0.isDeleted } ?? true
            }
        }
        try await refused("Ana tries to pay to it", "RECIPIENT_IS_UNREACHABLE") {
            try await village.ana.wallet.pay(PaymentOrder(to: identity, amount: 1_00))
        }
        try await narrator.step("The authority removes it; now the wallet may forget it") {
            try await untilTrue("safeToDelete") { try await ben.wallet.part("info", of: money.id).at("safeToDelete")?.bool == true }
        }
        try await narrator.step("Ben's wallet forgets it") {
            try await ben.wallet.delete(money.id)
            _ = try await ben.wallet.api.call(.get, ben.wallet.accountPath(money.id), expecting: 404)
        }
    }
}
