import ArgumentParser
import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Names and options of commands")
struct CommandNamesTests {
    @Test("flush commands are called as operators know them (OPS 3.6, TW 25.1)")
    func flushCommands() {
        let common = ["flush_configure_accounts", "flush_prepare_transfers", "flush_finalize_transfers"]
        func names(_ node: Node) -> [String] { node.flushOrder.map(node.flushCommand) }
        #expect(names(.debtors) == common)
        #expect(
            names(.creditors) == common + [
                "flush_updated_ledgers", "flush_updated_policies", "flush_updated_flags", "flush_rejected_configs",
            ])
        #expect(
            names(.trade) == common + [
                "flush_fetch_debtor_infos", "flush_store_documents", "flush_discover_debtors", "flush_confirm_debtors",
                "flush_candidate_offers", "flush_needed_collectors", "flush_revise_account_locks", "flush_trigger_transfers",
                "flush_account_id_requests", "flush_account_id_responses", "flush_start_sendings", "flush_start_dispatchings",
                "flush_calculate_surpluses", "flush_replayed_account_transfers",
                // Of a message that only our workers know.
                "flush_abandoned_transfers",
            ])
    }

    @Test(
        "options change what the variables say of the two queues",
        arguments: [
            ("", "amqp://a q, -"), ("-u amqp://b -q r", "amqp://b r, -"), ("-U amqp://c", "amqp://a q, amqp://c q-internal"),
            ("-q r -Q s", "amqp://a r, amqp://a s"), ("--url= --internal-url= --internal-queue=", "amqp://a q, -"),
            ("--internal-url=amqp://c --queue=r", "amqp://a r, amqp://c r-internal"),
        ])
    func twoQueues(_ line: String, _ expected: String) throws {
        let words = line.split(separator: " ").flatMap { word in
            word.hasSuffix("=") ? [String(word.dropLast()), ""] : [String(word)]
        }
        let options = try TwoQueueOptions.parse(words)
        let queues = options.queues(ShardQueues(network: QueueAddress(url: Secret("amqp://a"), queue: "q")))
        func text(_ address: QueueAddress?) -> String { address.map { "\($0.url.revealed) \($0.queue)" } ?? "-" }
        #expect("\(text(queues.network)), \(text(queues.internal))" == expected)
    }
}
