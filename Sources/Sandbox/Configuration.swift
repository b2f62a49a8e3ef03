import Messaging
import NodeKit
import SMPProtocol

extension NodeProfile {
    static let sandbox = NodeProfile(
        service: "swpt_sandbox", executable: "swpt-sandbox", pathPrefix: "sandbox", apiTitle: "Sandbox API",
        redocURL: "https://cdn.redoc.ly/redoc/latest/bundles/redoc.standalone.js", superuserName: "sandbox-superuser",
        supervisorName: "sandbox-supervisor", userSubjectVariable: "APP_SANDBOX_SUBJECT_REGEX", userSubjectPattern: "^sandbox:([0-9]+)$")
}

/// All environment variables of the sandbox.
struct SandboxConfiguration: NodeConfiguration {
    let common: CommonConfiguration
    let debtors: [Subnet]
    let creditorsAgents: [CreditorsAgentAddress]
    let queue: String
    let prefetchCount: Int
    let returnedSeconds: Double
    let rules: AuthorityRules
    let isLenient: Bool
    let faults: FaultDial.Settings
    /// Where the state is kept; nil: nowhere.
    let snapshotFile: SnapshotFile?
    /// Where HTTPS is spoken, too; nil: nowhere.
    let securePort: Int?

    init(reader: inout ConfigurationReader) {
        common = CommonConfiguration(reader: &reader, profile: .sandbox)

        reader.section("Peers")
        debtors = reader.read(
            "SANDBOX_DEBTORS", .prefixes, default: [Subnet(hex: "1234abcd00")].compactMap(\.self), defaultText: "1234abcd00",
            """
            The debtors that are served: prefixes of their IDs, two hexadecimal digits for each byte, separated by spaces; `*`: all. What \
            creditors agents send to other debtors comes back to them
            """)
        creditorsAgents = reader.read(
            "SANDBOX_CREDITORS_AGENTS", .creditorsAgents, default: [CreditorsAgentAddress.usual].compactMap(\.self),
            defaultText: "000001:000001",
            """
            The creditors agents, separated by spaces: `OWN:ASSIGNED` or `OWN:ASSIGNED@URL`. OWN are the first 24 bits of the agent's \
            creditor IDs, ASSIGNED those that the authority gives them instead; URL is the agent's broker if it is not \
            `PROTOCOL_BROKER_URL`
            """)
        queue = reader.read(
            "SANDBOX_QUEUE", .text.limited(to: "1 to 100 characters") { (1...100).contains($0.utf8.count) }, default: "aa_sandbox",
            """
            The queue of what creditors agents send; with `_da` at its end, of what the debtors agent sends. Sandboxes that share a broker \
            need different ones
            """)
        prefetchCount = reader.read(
            "SANDBOX_PREFETCH_COUNT", .integer(in: 1...65535), default: 4000,
            "How many messages of a node may wait for their acknowledgement")
        returnedSeconds = reader.read(
            "SANDBOX_RETURNED_SECONDS", .seconds(in: 0...86_400), default: 10,
            "How long a message that no queue takes is tried again before it is dropped and counted")

        rules = AuthorityRules(reader: &reader)
        isLenient = reader.read(
            "SANDBOX_LENIENT_ROOT_CONFIG", .flag, default: false,
            "Accept unknown members and later versions in the configuration data of debtors")
        faults = FaultDial.Settings(reader: &reader)

        reader.section("Documents")
        securePort = reader.readOptional(
            "SANDBOX_HTTPS_PORT", .integer(in: 1...65535),
            """
            The port, on loopback, at which the web server also speaks HTTPS, with a certificate that nobody has signed: documents of \
            currencies are fetched over nothing else
            """)

        reader.section("Memory")
        let path = reader.read(
            "SANDBOX_SNAPSHOT_FILE", .text, default: "",
            """
            The file that keeps the state, so that it survives the process. Written before each message leaves, which takes the longer the \
            more accounts there are. Empty: everything ends with the process
            """)
        snapshotFile = path.isEmpty ? nil : SnapshotFile(path: path)
    }
}

/// Where a creditors agent is, and which IDs its creditors have.
struct CreditorsAgentAddress: Sendable {
    let own: Subnet
    let assigned: Subnet
    /// Nil: `PROTOCOL_BROKER_URL`.
    let url: BrokerURL?

    /// The default: IDs as they are.
    static let usual = CreditorsAgentAddress("000001:000001")

    init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let subnets = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard subnets.count == 2, subnets.allSatisfy({ $0.utf8.count == 6 }), let own = Subnet(hex: String(subnets[0])),
            let assigned = Subnet(hex: String(subnets[1])), assigned.value != 0
        else { return nil }
        self.own = own
        self.assigned = assigned
        guard parts.count == 2 else {
            url = nil
            return
        }
        guard let url = try? BrokerURL(String(parts[1])) else { return nil }
        self.url = url
    }
}

extension ValueType where Value == [Subnet] {
    fileprivate static let prefixes = ValueType(
        name: "str", expected: "prefixes of IDs, two hexadecimal digits for each byte, or *",
        describe: { $0.map(\.bindingKey).joined(separator: " ") }
    ) { text in
        let subnets = text.split(separator: " ").map { Subnet(hex: $0 == "*" ? "" : String($0)) }
        return subnets.isEmpty || subnets.contains { $0 == nil } ? nil : subnets.compactMap(\.self)
    }
}

extension ValueType where Value == [CreditorsAgentAddress] {
    /// Not shown when it is wrong: it may hold a password.
    fileprivate static let creditorsAgents = ValueType(
        name: "str", expected: "OWN:ASSIGNED or OWN:ASSIGNED@URL, each subnet six hexadecimal digits, no assigned subnet twice",
        isSecret: true
    ) { text in
        let addresses = text.split(separator: " ").map { CreditorsAgentAddress(String($0)) }
        let assigned = Set(addresses.compactMap { $0?.assigned })
        return assigned.isEmpty || assigned.count != addresses.count ? nil : addresses.compactMap(\.self)
    }
}

extension AuthorityRules {
    init(reader: inout ConfigurationReader) {
        self.init()
        reader.section("Rules")
        let day = 86_400
        maxConfigDelaySeconds = reader.seconds(
            "SANDBOX_MAX_CONFIG_DELAY_SECONDS", default: 7 * day,
            "How late a configuration of a missing account may be; also the `ttl` of account updates")
        commitPeriodSeconds = Int32(
            reader.seconds("SANDBOX_COMMIT_PERIOD_SECONDS", default: 90 * day, "In which time a prepared transfer can be committed"))
        minRateChangeSeconds = reader.seconds(
            "SANDBOX_MIN_RATE_CHANGE_SECONDS", default: 8 * day, "The least time between two changes of an account's interest rate")
        purgeDelaySeconds = reader.seconds("SANDBOX_PURGE_SECONDS", default: 3, "How long a deleted account waits to be purged")
        reminderSeconds = reader.seconds(
            "SANDBOX_REMINDER_SECONDS", default: 7 * day,
            "How long a prepared transfer waits for the first and the next reminder (looked for once a minute)")
        heartbeatSeconds = reader.seconds(
            "SANDBOX_HEARTBEAT_SECONDS", default: 7 * day,
            "After how much silence an account sends its state again (looked for once a minute)")
        deliverySeconds = reader.seconds(
            "SANDBOX_DELIVERY_SECONDS", default: 0, "How long a committed amount is on its way to the recipient")
        maxPendingTransfers = Int32(
            reader.read(
                "SANDBOX_MAX_PREPARED_TRANSFERS", .integer(in: 1...Int(Int32.max)), default: Int(Int32.max),
                "How many prepared transfers an account may have"))
        transferNoteMaxBytes = Int32(
            reader.read("SANDBOX_TRANSFER_NOTE_MAX_BYTES", .integer(in: 0...500), default: 500, "The longest transfer note, in bytes"))
        demurrageRate = reader.read(
            "SANDBOX_DEMURRAGE_RATE", .number(in: -50...0), default: -50,
            "The worst interest rate that can happen to a locked amount, percents per year")
        accountIDPrefix = reader.read(
            "SANDBOX_ACCOUNT_ID_PREFIX", .text.limited(to: "at most 80 visible ASCII characters", where: Self.isPrefix), default: "",
            "What the account IDs of creditors begin with, before the number")
        transferNumberGap = Int64(
            reader.read(
                "SANDBOX_TRANSFER_NUMBER_GAP", .integer(in: 0...1_000_000), default: 0,
                "How many numbers are left out before each transfer of an account"))
        namingSeconds = reader.seconds(
            "SANDBOX_NAMING_SECONDS", default: 0, "How long a new account has no account ID, so that nobody can pay to it")
        numbersTransfersByDay = reader.read(
            "SANDBOX_NUMBER_TRANSFERS_BY_DAY", .flag, default: false,
            "The first transfer of an account has the number day·2^40 + 1 instead of 1")
    }
}

extension AuthorityRules {
    /// Short enough for any number to follow.
    private static func isPrefix(_ text: String) -> Bool {
        text.utf8.count <= 80 && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}

extension FaultDial.Settings {
    init(reader: inout ConfigurationReader) {
        self.init()
        reader.section("Faults")
        seed = UInt64(reader.read("SANDBOX_FAULT_SEED", .integer(in: 0...Int.max), default: 1, "The seed of the faults"))
        delay = reader.read("SANDBOX_FAULT_DELAY", .number(in: 0...1), default: 0, "The probability that a message comes late")
        duplicate = reader.read("SANDBOX_FAULT_DUPLICATE", .number(in: 0...1), default: 0, "The probability that a message comes twice")
        reorder = reader.read(
            "SANDBOX_FAULT_REORDER", .number(in: 0...1), default: 0, "The probability that a message falls behind later ones")
        drop = reader.read(
            "SANDBOX_FAULT_DROP", .number(in: 0...1), default: 0, "The probability that a message is lost at first, and sent again later")
        lose = reader.read("SANDBOX_FAULT_LOSE", .number(in: 0...1), default: 0, "The probability that a message is lost for ever")
        copies = reader.read(
            "SANDBOX_FAULT_COPIES", .integer(in: 1...100), default: 1, "How many copies come of a message that is duplicated")
        maxDelaySeconds = reader.read("SANDBOX_FAULT_MAX_DELAY_SECONDS", .number(in: 0...60), default: 2, "The longest delay")
        reorderSeconds = reader.read(
            "SANDBOX_FAULT_REORDER_SECONDS", .number(in: 0...60), default: 0.1, "How far a message that is only reordered falls behind")
    }
}

extension ConfigurationReader {
    fileprivate mutating func seconds(_ name: String, default seconds: Int, _ meaning: String) -> Int64 {
        Int64(read(name, .integer(in: 0...Int(Int32.max)), default: seconds, "Seconds. " + meaning))
    }
}
