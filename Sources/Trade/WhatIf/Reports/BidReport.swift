import CircularTrade

/// What `bids` prints: the results of TS 14.2, or what became of every bid.
struct BidReport {
    /// The results of all batches.
    struct Results {
        let verdicts: [[BidVerdict]]
        let toBeConfirmed: [CurrencyID]
        /// Only if the file has removals.
        let toBeConfirmedAfterRemovals: [CurrencyID]?
    }

    let file: BidFile
    let tree: CurrencyTree
    let results: Results

    init(file: BidFile) throws(MarketError) {
        self.file = file
        tree = try CurrencyTree(rules: file.rules, currencies: file.currencies)
        var processor = BidProcessor(tree: tree)
        var verdicts: [[BidVerdict]] = []
        for batch in file.batches { verdicts.append(try processor.judge(batch.map(\.bid))) }
        let toBeConfirmed = processor.toBeConfirmed.sorted()
        var remaining: [CurrencyID]?
        if let removals = file.removals {
            processor.removeFromToBeConfirmed(removals)
            remaining = processor.toBeConfirmed.sorted()
        }
        results = Results(verdicts: verdicts, toBeConfirmed: toBeConfirmed, toBeConfirmedAfterRemovals: remaining)
    }

    static func writeJSON(error: MarketError, to output: TextOutput) {
        var json = JSONOutput(output)
        json.object { json in
            json.key("error")
            json.value(error.description)
        }
        output.put("\n")
    }

    func writeJSON(to output: TextOutput) {
        var json = JSONOutput(output)
        json.object { json in
            json.key("prices")
            json.array(of: tree.currencyIDs) { json, id in
                json.array { json in
                    json.value(id.rawValue)
                    json.value(Double(tree.price(of: id)))
                }
            }
            json.key("candidate_offers")
            json.array(of: zip(file.batches, results.verdicts)) { json, batch in
                writeCandidates(of: batch.0, batch.1, &json)
            }
            json.key("to_be_confirmed")
            json.array(of: results.toBeConfirmed) { $0.value($1.rawValue) }
            if let remaining = results.toBeConfirmedAfterRemovals {
                json.key("to_be_confirmed_after_removals")
                json.array(of: remaining) { $0.value($1.rawValue) }
            }
        }
        output.put("\n")
    }

    private func writeCandidates(of rows: [BidFile.Row], _ verdicts: [BidVerdict], _ json: inout JSONOutput) {
        let candidates = zip(rows, verdicts).filter { $0.1 == .candidate }.map(\.0)
            .sorted { ($0.bid.trader, $0.bid.currency) < ($1.bid.trader, $1.bid.currency) }
        json.array(of: candidates) { json, row in
            json.array { json in
                json.value(row.bid.trader.rawValue)
                json.value(row.bid.currency.rawValue)
                json.value(row.bid.amount)
                json.value(row.creationDate)
                json.value(row.lastTransferNumber)
            }
        }
    }

    func writeTable(to output: TextOutput) {
        let reasons = BidReasons(tree: tree, currencies: file.currencies)
        var table = TextTable([
            ("batch", .right), ("creditor", .right), ("debtor", .right), ("wish", .left), ("amount", .right), ("offer", .left),
            ("why", .left),
        ])
        for (batch, (rows, verdicts)) in zip(file.batches, results.verdicts).enumerated() {
            for (row, verdict) in zip(rows, verdicts) {
                let amount = row.bid.amount
                table.add([
                    String(batch + 1), row.bid.trader.description, row.bid.currency.description,
                    amount < 0 ? "sell" : amount > 0 ? "buy" : "–", NumberText.grouped(Int64(amount.magnitude)),
                    verdict == .candidate ? "yes" : "no", reasons.reason(for: verdict, bid: row.bid),
                ])
            }
        }
        table.write(to: output)
        let wanted = results.toBeConfirmed.map(\.description).joined(separator: ", ")
        output.put("\nto be confirmed: \(wanted.isEmpty ? "nothing" : wanted)\n")
        if let remaining = results.toBeConfirmedAfterRemovals {
            let left = remaining.map(\.description).joined(separator: ", ")
            output.put("after removals: \(left.isEmpty ? "nothing" : left)\n")
        }
    }
}
