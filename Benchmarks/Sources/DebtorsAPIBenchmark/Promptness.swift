import BenchmarkKit
import Foundation
import Logging
import Messaging

/// How long it takes on an idle system from sending a POST until the broker has delivered its PrepareTransfer to somebody.
struct Promptness {
    let url: String
    let brokerURL: String
    let issuers: Issuers

    /// One transfer at a time, with pauses in which the node falls asleep.
    func measure(_ count: Int) async throws -> [Duration] {
        var logger = Logger(label: "benchmark")
        logger.logLevel = .critical
        let broker = try BrokerURL(brokerURL)
        let queue = "benchmark.\(UInt64.random(in: 0 ... .max))"
        try await BrokerCommands(url: broker, logger: logger).declare(
            Topology(
                queues: [.init(queue, arguments: [Field("x-expires", 60_000)])],
                queueBindings: [.init(queue, to: "debtors_out", routingKey: "")]))
        let consumer = BatchConsumer(.init(url: broker, queue: queue, prefetchCount: 1000), logger: logger)
        try await consumer.start()
        let load = HTTPLoad(url: url, connections: 1)!
        let connection = try HTTPConnection(host: load.host, port: load.port)
        var latencies: [Duration] = []
        for number in 0..<count {
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            guard try connection.send(issuers.postTransfer(number, series: 0xff)).status == 201 else {
                fail("the transfer was not created")
            }
            while let batch = try await consumer.nextBatch() {
                let end = ContinuousClock.now
                consumer.acknowledge(batch)
                guard batch.contains(where: { $0.type == "PrepareTransfer" }) else { continue }
                latencies.append(end - start)
                break
            }
        }
        await consumer.close()
        return latencies
    }
}
