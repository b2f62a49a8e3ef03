import Messaging
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import NodeKit

@Suite(.controlsBroker, .timeLimit(.minutes(5))) struct OutboxRestartTests {
    @Test("10,000 messages are published while the broker is restarted: none is lost, and the outbox is empty at the end")
    func brokerRestart() async throws {
        let broker = try TestBroker()
        let debtorID = OutboxSupport.randomDebtor()
        let queue = try await OutboxSupport.peer(of: debtorID, at: broker)
        try await TestDatabase.with(migrations: OutboxSupport.migrations) { database in
            let wakeUp = WakeUp()
            let flusher = OutboxSupport.flusher(database, broker, wakeUp: wakeUp, burstCount: 100, processes: 2, periodSeconds: 0.1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await flusher.run() }
                group.addTask {
                    for chunk in 0..<100 {
                        let numbers = (1...100).map { Int64(chunk * 100 + $0) }
                        try await OutboxSupport.record(numbers.map { OutboxSupport.finalization(debtorID, $0) }, in: database)
                        wakeUp.raise()
                    }
                }
                try await TestBroker.eventually("some messages are out") {
                    try await OutboxSupport.waiting(in: database) < 10_000
                }
                try await broker.control("restart")
                try await TestBroker.eventually("the outbox is empty", within: .seconds(120)) {
                    try await OutboxSupport.waiting(in: database) == 0
                }
                group.cancelAll()
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
            var missing = Set((1...10_000).map(Int64.init))
            let consumer = BatchConsumer(.init(url: broker.url, queue: queue, prefetchCount: 1000), logger: broker.logger)
            try await consumer.start()
            while !missing.isEmpty, let batch = try await consumer.nextBatch() {
                for delivery in batch { missing.remove(try FinalizeTransfer(json: delivery.body).coordinatorRequestID.rawValue) }
                consumer.acknowledge(batch)
            }
            await consumer.close()
            #expect(missing.isEmpty)
        }
    }
}
