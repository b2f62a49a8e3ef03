import Testing

@testable import Creditors

@Suite("Quotas (CA-API 9, CA 17.4)")
struct UsageTests {
    @Test("with a window of no hours a registration counts for nothing at once")
    func emptyWindow() {
        var usage = Usage()
        usage.registerReconfiguration(Quotas(clearHours: 0), hour: 100)
        #expect(usage.reconfigs.value(hour: 100) == 0)
    }

    @Test("maxima are exclusive: with a maximum of two, one registration allows, two forbid")
    func exclusive() {
        let quotas = Quotas(maxAccounts: 10, maxTransfers: 10, maxReconfigs: 2, maxInitiations: 2, clearHours: 10_000)
        var usage = Usage()
        usage.registerAccountCreation(quotas, hour: 7)
        #expect(usage.allowsReconfiguration(quotas, hour: 7) && usage.allowsAccountCreation(quotas, hour: 7))
        usage.registerReconfiguration(quotas, hour: 8)
        #expect(!usage.allowsReconfiguration(quotas, hour: 8) && !usage.allowsAccountCreation(quotas, hour: 8))
        #expect(usage.allowsTransferCreation(quotas, hour: 8))
        usage.registerTransferCreation(quotas, hour: 8)
        usage.registerTransferCreation(quotas, hour: 8)
        #expect(!usage.allowsTransferCreation(quotas, hour: 8))
    }

    @Test("a maximum of zero always forbids")
    func zero() {
        let quotas = Quotas(maxAccounts: 0, maxTransfers: 0, maxReconfigs: 0, maxInitiations: 0)
        #expect(!Usage().allowsAccountCreation(quotas, hour: 0))
        #expect(!Usage().allowsReconfiguration(quotas, hour: 0))
        #expect(!Usage().allowsTransferCreation(quotas, hour: 0))
    }

    @Test("a window ends in the hour at which it is reset, and the next registration begins a new one")
    func window() {
        let quotas = Quotas(clearHours: 3)
        var usage = Usage()
        usage.registerReconfiguration(quotas, hour: 100)
        usage.registerReconfiguration(quotas, hour: 102)
        #expect(usage.reconfigs == .init(count: 2, resetAt: 103))
        #expect(usage.reconfigs.value(hour: 103) == 0)
        usage.registerReconfiguration(quotas, hour: 103)
        #expect(usage.reconfigs == .init(count: 1, resetAt: 106))
    }

    @Test("counters saturate at the limits of 16 bits")
    func saturation() {
        var usage = Usage(accounts: .max, transfers: .min)
        usage.registerAccountCreation(Quotas(), hour: 0)
        usage.registerTransferDeletion()
        #expect(usage.accounts == .max && usage.transfers == .min)
        usage.registerAccountDeletion()
        #expect(usage.accounts == Int16.max - 1)
    }

    @Test("hours are counted from 1970, rounded down", arguments: [(0, 0), (3599, 0), (3600, 1), (-1, -1), (-3600, -1), (-3601, -2)])
    func hours(seconds: Int64, hour: Int32) {
        #expect(Quotas.hour(ofSeconds: seconds) == hour)
    }
}
