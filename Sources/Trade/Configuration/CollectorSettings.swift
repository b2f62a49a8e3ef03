import NodeKit
import SMPProtocol

/// The accounts through which money changes hands, and whose the surpluses are (TW 2.3, TS2 2.1).
struct CollectorSettings: Sendable, Equatable {
    /// `MIN_COLLECTOR_ID`, `MAX_COLLECTOR_ID`
    let interval: CollectorInterval
    /// `OWNER_CREDITOR_ID`
    let owner: CreditorID
    /// How many collector accounts a newly met currency gets (TW 2.6).
    let numberOfAccounts: Int

    init(reader: inout ConfigurationReader) {
        reader.section("Collector accounts")
        let standard = CollectorInterval.standard
        let minimum = reader.read(
            "MIN_COLLECTOR_ID", .id, default: standard.minimum, "The lowest ID of collector accounts. Never change it")
        let maximum = reader.read(
            "MAX_COLLECTOR_ID", .id, default: standard.maximum, "The highest ID of collector accounts. Never change it")
        let owner = reader.read(
            "OWNER_CREDITOR_ID", .id, default: CreditorID(0x100_ffff_ffff), "The user to whom the surpluses of collector accounts belong")
        let number = ValueType<Int>.integer(in: 1...16_385)
        let r2 = reader.readOptional(
            "APP_DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS", number, defaultText: "2",
            "How many collector accounts a newly met currency gets. With one, recycling its surplus suspends the currency now and then")
        let r1 = reader.readOptional(
            "DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS", number, "The same; wins over `APP_DEFAULT_NUMBER_OF_COLLECTOR_ACCOUNTS`")
        numberOfAccounts = r1 ?? r2 ?? 2
        self.owner = owner
        let interval = CollectorInterval(minimum: minimum, maximum: maximum)
        self.interval = interval ?? standard
        reader.check(
            interval != nil, "MIN_COLLECTOR_ID", "MAX_COLLECTOR_ID",
            expected: "two IDs of the same sign, neither of them 0, the first not above the second, and no more than 16384 apart")
        reader.check(
            interval?.contains(owner) == false, "OWNER_CREDITOR_ID", "MIN_COLLECTOR_ID", "MAX_COLLECTOR_ID",
            expected: "an owner whose ID is not among those of the collector accounts")
    }
}
