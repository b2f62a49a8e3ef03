import SMPProtocol

/// The part of all IDs that this process is responsible for, and what is done after a split (OPS 2.1).
public struct ShardConfiguration: Sendable, Equatable {
    /// `PROTOCOL_BROKER_QUEUE_ROUTING_KEY`: the binding key of the queue, and the definition of the shard.
    public let realm: ShardingRealm
    /// After a split: records of the parent shard are deleted instead of being an error.
    public let deletesParentRecords: Bool
    /// How many rows `verify_shard_content` reads at once.
    public let verificationRowsPerChunk: Int
    /// The pause before each chunk; 0 or less: none.
    public let verificationPauseSeconds: Double

    /// The defaults of the variables.
    public init(
        realm: ShardingRealm = .everything, deletesParentRecords: Bool = false, verificationRowsPerChunk: Int = 10_000,
        verificationPauseSeconds: Double = 0.005
    ) {
        self.realm = realm
        self.deletesParentRecords = deletesParentRecords
        self.verificationRowsPerChunk = verificationRowsPerChunk
        self.verificationPauseSeconds = verificationPauseSeconds
    }

    init(reader: inout ConfigurationReader, maximumBits: Int) {
        realm = reader.read(
            "PROTOCOL_BROKER_QUEUE_ROUTING_KEY", .bindingKey(maximumBits: maximumBits), default: .everything,
            "The binding key of the queue, which also defines the shard, e.g. `0.1.#`; `#`: everything")
        deletesParentRecords = reader.read(
            "DELETE_PARENT_SHARD_RECORDS", .flag, default: false,
            "After a split: delete what belongs to the parent shard only, and send none of it")
        verificationRowsPerChunk = reader.read(
            "APP_VERIFY_SHARD_YIELD_PER", .integer(in: 1...10_000_000), default: 10_000, "Rows per chunk of `verify_shard_content`")
        verificationPauseSeconds = reader.read(
            "APP_VERIFY_SHARD_SLEEP_SECONDS", .seconds(in: -86_400...86_400), default: 0.005,
            "Pause before each chunk of `verify_shard_content`")
    }
}
