import Logging
import Messaging
import NodeKit
import SMPProtocol
import ServiceLifecycle

/// Takes messages from the nodes to the authority, and its answers back (AA 10.3, OPS 7.6). An input is acknowledged when everything that
/// it has led to is confirmed.
struct Relay: NodeRole {
    let name = "relay"
    let authority: Authority
    let peers: [Peer]
    let debtors: [Subnet]
    /// How many messages of a node may wait for their acknowledgement.
    let prefetchCount: Int
    let logger: Logger

    private static let batchSize = 500

    /// Declares what the broker must have before messages can flow.
    func declare() async throws {
        for peer in peers {
            try await BrokerCommands(url: peer.url, logger: logger).declare(peer.topology(debtors: debtors))
        }
    }

    func run() async throws {
        try await declare()
        let outlets = peers.map(\.outlet).uniqued()
        let result = await withTaskGroup(of: Void.self) { group in
            for outlet in outlets { group.addTask { await outlet.run() } }
            let result: Result<Void, any Error>
            do {
                try await Workers.run(peers.count) { number in try await consume(from: peers[number]) }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            for outlet in outlets { outlet.finish() }
            return result
        }
        try result.get()
    }

    private func consume(from peer: Peer) async throws {
        let consumer = BatchConsumer(
            .init(url: peer.url, queue: peer.queue, prefetchCount: prefetchCount, connectionName: "sandbox \(peer.queue)"), logger: logger)
        try await consumer.start()
        let result: Result<Void, any Error>
        do {
            try await withGracefulShutdownHandler {
                try await pump(consumer, peer)
            } onGracefulShutdown: {
                consumer.stop()
                Task { await authority.resumeAll() }
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await consumer.close()
        try result.get()
    }

    /// The next batch is decided while the messages of the last ones wait for their confirms; the prefetch count bounds how many.
    private func pump(_ consumer: BatchConsumer, _ peer: Peer) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            while let batch = try await consumer.nextBatch(limit: Self.batchSize) {
                let (accepted, inputs) = await read(batch, consumer, peer)
                let ticket = await authority.handle(inputs, from: peer)
                group.addTask {
                    if await ticket.wait() { consumer.acknowledge(accepted) }
                }
            }
        }
    }

    /// What is malformed, or would not pass a bridge, is dropped with a line in the log: there is no dead-letter queue.
    private func read(_ batch: [Delivery], _ consumer: BatchConsumer, _ peer: Peer) async -> ([Delivery], [Input]) {
        var accepted: [Delivery] = []
        var inputs: [Input] = []
        for delivery in batch {
            do throws(InputError) {
                inputs.append(try Input(delivery, from: peer, debtors: debtors))
                accepted.append(delivery)
            } catch {
                logger.error("\(error)", metadata: delivery.summary)
                consumer.reject(delivery.tag)
                await authority.countRefusedInput()
            }
        }
        return (accepted, inputs)
    }
}

extension Delivery {
    /// What the log says of a message that was dropped.
    fileprivate var summary: Logger.Metadata {
        ["type": "\(type ?? "None")", "body": "\(String(decoding: body.prefix(4096), as: UTF8.self))"]
    }
}

extension [Outlet] {
    /// Each object once, in order.
    func uniqued() -> [Outlet] {
        reduce(into: []) { result, outlet in
            if !result.contains(where: { $0 === outlet }) { result.append(outlet) }
        }
    }
}
