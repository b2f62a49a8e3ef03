import NodeKit

/// `INTERNAL_BROKER_…`: the queue of the messages between the parts of the node (TW 2.3, OPS 2.6).
enum InternalBroker {
    /// - Returns: both queues, and how the internal one is consumed if it exists.
    static func read(_ reader: inout ConfigurationReader, _ network: QueueAddress) -> (ShardQueues, ConsumerConfiguration) {
        reader.section("Internal broker")
        let url = reader.readOptional(
            "INTERNAL_BROKER_URL", .secretText, defaultText: "`PROTOCOL_BROKER_URL`",
            "The broker of internal messages. There is an internal queue when this variable or `INTERNAL_BROKER_QUEUE` is set")
        let queue = reader.readOptional(
            "INTERNAL_BROKER_QUEUE", .text, defaultText: "`PROTOCOL_BROKER_QUEUE` and `-internal`", "The queue of internal messages")
        let consumer = ConsumerConfiguration(reader: &reader, prefix: "INTERNAL_BROKER")
        return (ShardQueues(network: network, internalURL: url, internalQueue: queue), consumer)
    }
}
