import Messaging
import Testing

@Suite struct ShardQueueTests {
    /// Steps 3 and 4 of SMP 9.2, written down once more.
    @Test func `The queues of a shard are those of SMP 9-2`() {
        #expect(
            Topology.shardQueues("Q") == [
                .init("Q.XQ", arguments: [Field("x-queue-type", "stream")], ifDifferent: .fail),
                .init(
                    "Q",
                    arguments: [
                        Field("x-queue-type", "quorum"), Field("overflow", "reject-publish"), Field("x-dead-letter-exchange", ""),
                        Field("x-dead-letter-routing-key", "Q.XQ"),
                    ], ifDifferent: .fail),
            ])
        #expect(Topology.shardQueues("Q", ifDifferent: .keepExisting).allSatisfy { $0.ifDifferent == .keepExisting })
    }
}
