import BenchmarkKit
import SMPProtocol

/// How many documents one core decodes and encodes per second. Nothing else runs: no broker, no database.

let documentCount = 2000
let updates = (0..<documentCount).map(SampleMessages.accountUpdate)
let transfers = (0..<documentCount).map(SampleMessages.accountTransfer)

var report = BenchmarkReport(
    name: "codec",
    parameters: [
        ("documents", .integer(documentCount)),
        ("account_update_bytes", .integer(CodecRun.averageSize(updates))),
        ("account_transfer_bytes", .integer(CodecRun.averageSize(transfers))),
    ])
report.results += CodecRun.cases(of: updates)
report.results += CodecRun.cases(of: transfers)
report.results.append(CodecRun.routingKeys())
report.notes = [
    "One thread. \"Bridged\" documents are as the bridge sends them: spaces, other member order, non-ASCII characters escaped."
]
report.print()
