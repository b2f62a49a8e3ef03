import SMPProtocol

/// What `explain` prints.
struct ExplanationReport {
    let trading: CreditorTrading
    let rules: WorkerRules

    /// In sentences.
    func writeText(to output: TextOutput) {
        output.put("Creditor \(trading.creditor)\n")
        if trading.turns.isEmpty { output.put("\nThis worker has judged no bids yet.\n") }
        for turn in trading.turns {
            output.put("\nTurn \(turn.turn), begun at \(turn.startedAt)\n")
            if turn.explanations.isEmpty { output.put("  Nothing was wanted, or all of it was traded.\n") }
            for each in turn.explanations { output.put("  Debtor \(each.key.debtor): \(each.sentence).\n") }
        }
        output.put("\nNow\n")
        if trading.policies.isEmpty { output.put("  This worker knows no accounts of the creditor.\n") }
        for policy in trading.policies { output.put("  Debtor \(policy.key.debtor): \(policy.presentSentence(rules)).\n") }
    }

    /// The same for machines.
    func writeJSON(to output: TextOutput) {
        var json = JSONOutput(output)
        json.object { json in
            json.key("creditor_id")
            json.value(trading.creditor.rawValue)
            json.key("turns")
            json.array(of: trading.turns) { json, turn in
                json.object { json in
                    json.key("turn_id")
                    json.value(Int64(turn.turn.rawValue))
                    json.key("started_at")
                    json.value(turn.startedAt.iso8601)
                    json.key("explanations")
                    json.array(of: turn.explanations) { write($1, &$0) }
                }
            }
            json.key("now")
            json.array(of: trading.policies) { json, policy in
                json.object { json in
                    json.key("debtor_id")
                    json.value(policy.key.debtor.rawValue)
                    json.key("wanted_amount")
                    json.value(policy.wantedAmount(rules))
                    json.key("sentence")
                    json.value(policy.presentSentence(rules))
                }
            }
        }
        output.put("\n")
    }

    private func write(_ explanation: Explanation, _ json: inout JSONOutput) {
        let obstacle = explanation.obstacle
        json.object { json in
            json.key("debtor_id")
            json.value(explanation.key.debtor.rawValue)
            json.key("wanted_amount")
            json.value(explanation.wantedAmount)
            json.key("traded_amount")
            json.value(explanation.tradedAmount)
            json.key("reason")
            json.value("\(obstacle.reason)")
            if let code = obstacle.code {
                json.key("code")
                json.value(code)
            }
            if let other = obstacle.otherDebtor {
                json.key("other_debtor_id")
                json.value(other.rawValue)
            }
            if let prices = obstacle.prices {
                json.key("own_price")
                json.value(Double(prices.own))
                json.key("market_price")
                json.value(Double(prices.market))
            }
            if let failed = obstacle.failedFetch {
                json.key("fetch_failed_at")
                json.value(failed.at.iso8601)
                json.key("fetch_status")
                if let status = failed.status { json.value(Int64(status)) } else { json.null() }
            }
            json.key("sentence")
            json.value(explanation.sentence)
        }
    }
}
