/// The variables that all three nodes share (OPS 2.1), except those of the database, which have other names in the Circular Trade service
/// (``DatabaseSettings``).
public struct CommonConfiguration: Sendable {
    /// What distinguishes the node from others.
    public let profile: NodeProfile
    /// How it logs.
    public let log: LogConfiguration
    /// The web server.
    public let web: WebConfiguration
    /// Where the Web API documents itself.
    public let documentation: APIDocumentationConfiguration
    /// Who may use it.
    public var oauth2: OAuth2Configuration
    /// The broker of the messages between nodes.
    public let broker: BrokerConfiguration
    /// How much room copies of rejected messages may take, in units of 2^20 bytes.
    public let rejectedMessagesMaxMB: Int
    /// How messages are sent.
    public let flush: FlushConfiguration
    /// The part of all IDs that is ours.
    public let shard: ShardConfiguration
    /// Whether `configure` also runs `subscribe` (`SETUP_RABBITMQ_BINDINGS` is exactly `yes`).
    public let setsUpBrokerBindings: Bool

    /// Declares and reads the variables.
    public init(reader: inout ConfigurationReader, profile: NodeProfile) {
        self.profile = profile
        reader.section("Logging")
        log = LogConfiguration(reader: &reader)
        reader.section("Web server")
        web = WebConfiguration(reader: &reader)
        documentation = APIDocumentationConfiguration(reader: &reader, profile: profile)
        reader.section("Authorization")
        oauth2 = OAuth2Configuration(reader: &reader, profile: profile)
        reader.section("Message broker")
        broker = BrokerConfiguration(reader: &reader, profile: profile)
        rejectedMessagesMaxMB = reader.read(
            "APP_REJECTED_MESSAGES_MAX_MB", .integer(in: 0...1_000_000), default: 100,
            "How much room copies of rejected messages may take in the database (MiB); the oldest make room. 0: no copies")
        flush = FlushConfiguration(reader: &reader, profile: profile)
        setsUpBrokerBindings =
            reader.readOptional("SETUP_RABBITMQ_BINDINGS", .text, "Exactly `yes` makes `configure` also run `subscribe`") == "yes"
        reader.section("Shard")
        shard = ShardConfiguration(reader: &reader, maximumBits: profile.maximumShardBits)
        reader.section("Environment")
        _ = reader.readOptional(
            "SUBSTITUTE_LOCALHOST_IN_VARS", .words,
            "Names of variables in which the host `localhost` is replaced by the default gateway (development in containers)")
        reader.ignore("SQLALCHEMY_TRACK_MODIFICATIONS", "APP_ROOT_DIR", "SQA_OPT_OUT", meaning: "Belongs to another runtime.")
    }
}
