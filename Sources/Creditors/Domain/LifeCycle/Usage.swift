/// Counters that limit what one creditor may do (CA-API 9.1, CA 17.3). All saturate at the limits of 16 bits.
struct Usage: Equatable, Sendable {
    var accounts: Int16 = 0
    var transfers: Int16 = 0
    var reconfigs = Windowed()
    var initiations = Windowed()

    /// A counter that is worth nothing once the hour `resetAt` has come.
    struct Windowed: Equatable, Sendable {
        var count: Int16 = 0
        /// Whole hours since 1970.
        var resetAt: Int32 = 0

        func value(hour: Int32) -> Int16 { hour < resetAt ? count : 0 }

        mutating func register(hour: Int32, clearHours: Int32) {
            if hour < resetAt {
                count = count.saturatingAdd(1)
            } else {
                count = 1
                resetAt = hour.addingReportingOverflow(clearHours).overflow ? .max : hour + clearHours
            }
        }
    }
}

/// The maxima of CA-API 9.4.
struct Quotas: Equatable, Sendable {
    var maxAccounts: Int16 = 1000
    var maxTransfers: Int16 = 2000
    var maxReconfigs: Int16 = 5000
    var maxInitiations: Int16 = 2000
    /// Length of a window in whole hours, rounded up.
    var clearHours: Int32 = 168

    /// Whole hours since 1970.
    static func hour(ofSeconds unixSeconds: Int64) -> Int32 {
        let hour = unixSeconds / 3600 - (unixSeconds % 3600 < 0 ? 1 : 0)
        return Int32(clamping: hour)
    }
}

extension Usage {
    // CA-API 9.2: the checks before an operation. The maxima are exclusive.

    func allowsAccountCreation(_ quotas: Quotas, hour: Int32) -> Bool {
        accounts < quotas.maxAccounts && allowsReconfiguration(quotas, hour: hour)
    }

    func allowsReconfiguration(_ quotas: Quotas, hour: Int32) -> Bool {
        reconfigs.value(hour: hour) < quotas.maxReconfigs
    }

    func allowsTransferCreation(_ quotas: Quotas, hour: Int32) -> Bool {
        transfers < quotas.maxTransfers && initiations.value(hour: hour) < quotas.maxInitiations
    }

    // CA-API 9.3: the registrations after its success.

    mutating func registerAccountCreation(_ quotas: Quotas, hour: Int32) {
        accounts = accounts.saturatingAdd(1)
        registerReconfiguration(quotas, hour: hour)
    }

    mutating func registerReconfiguration(_ quotas: Quotas, hour: Int32) {
        reconfigs.register(hour: hour, clearHours: quotas.clearHours)
    }

    mutating func registerTransferCreation(_ quotas: Quotas, hour: Int32) {
        transfers = transfers.saturatingAdd(1)
        initiations.register(hour: hour, clearHours: quotas.clearHours)
    }

    mutating func registerAccountDeletion() { accounts = accounts.saturatingAdd(-1) }
    mutating func registerTransferDeletion() { transfers = transfers.saturatingAdd(-1) }
}

extension Int16 {
    fileprivate func saturatingAdd(_ n: Int16) -> Int16 {
        let (sum, overflow) = addingReportingOverflow(n)
        return overflow ? (n > 0 ? .max : .min) : sum
    }
}
