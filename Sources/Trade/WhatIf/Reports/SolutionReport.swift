import CircularTrade

/// What `solve` prints: the results of TS 14.1, and how they came about.
struct SolutionReport {
    let tree: CurrencyTree
    /// The trades, or why the market was refused.
    let outcome: Result<Solution, MarketError>
    /// Wall-clock time of each stage; `read` is the time to read the file and register its offers.
    let readSeconds: Double
    let stageSeconds: [SolverStage: Double]
    let peakMemoryBytes: Int64

    func writeJSON(to output: TextOutput) {
        var json = JSONOutput(output)
        json.object { json in
            switch outcome {
            case .failure(let error):
                json.key("error")
                json.value(error.description)
            case .success(let solution):
                writePrices(&json)
                writeTotals(solution, &json)
                writeRows(solution, &json)
                writeStatistics(solution, &json)
            }
        }
        output.put("\n")
    }

    private func writePrices(_ json: inout JSONOutput) {
        json.key("prices")
        json.array(of: tree.currencyIDs) { json, id in
            json.array { json in
                json.value(id.rawValue)
                json.value(Double(tree.price(of: id)))
            }
        }
    }

    private func writeTotals(_ solution: Solution, _ json: inout JSONOutput) {
        json.key("totals")
        json.object { json in
            json.key("taken_per_currency")
            json.array(of: Self.totals(of: solution.takings)) { json, total in
                json.array { json in
                    json.value(total.currency.rawValue)
                    json.value(total.amount)
                }
            }
            json.key("n_takings")
            json.value(Int64(solution.takings.count))
            json.key("n_givings")
            json.value(Int64(solution.givings.count))
            json.key("n_collector_transfers")
            json.value(Int64(solution.collectorTransfers.count))
            json.key("cleared_value")
            json.value(solution.statistics.clearedValue)
        }
    }

    private func writeRows(_ solution: Solution, _ json: inout JSONOutput) {
        for (name, list) in [("takings", solution.takings), ("givings", solution.givings)] {
            json.key(name)
            let rows = list.sorted { ($0.trader, $0.currency) < ($1.trader, $1.currency) }
            json.array(of: rows) { json, row in
                json.array { json in
                    json.value(row.trader.rawValue)
                    json.value(row.currency.rawValue)
                    json.value(row.amount)
                    json.value(row.collector.rawValue)
                }
            }
        }
        json.key("collector_transfers")
        let transfers = solution.collectorTransfers.sorted { ($0.currency, $0.from, $0.to) < ($1.currency, $1.from, $1.to) }
        json.array(of: transfers) { json, transfer in
            json.array { json in
                json.value(transfer.currency.rawValue)
                json.value(transfer.from.rawValue)
                json.value(transfer.to.rawValue)
                json.value(transfer.amount)
            }
        }
    }

    private func writeStatistics(_ solution: Solution, _ json: inout JSONOutput) {
        let statistics = solution.statistics
        json.key("cycles")
        json.value(Int64(statistics.cycles))
        json.key("longest_cycle")
        json.value(Int64(statistics.longestCycle))
        json.key("share_of_offered_value")
        json.value(share(statistics.clearedValue, of: statistics.offeredValue))
        json.key("share_of_bound")
        json.value(share(statistics.clearedValue, of: statistics.bound))
        json.key("seconds")
        json.object { json in
            json.key("read")
            json.value(readSeconds)
            for stage in SolverStage.allCases {
                json.key(stage.rawValue)
                json.value(stageSeconds[stage] ?? 0)
            }
        }
        json.key("peak_memory_bytes")
        json.value(peakMemoryBytes)
    }

    /// Part of a whole; 0 of nothing.
    func share(_ part: Double, of whole: Double) -> Double {
        whole > 0 ? min(part / whole, 1) : 0
    }

    /// Sums by currency, in ascending order of the debtor ID.
    static func totals(of list: PositionList) -> [(currency: CurrencyID, amount: Int64, count: Int64)] {
        var sums: [CurrencyID: (amount: Int64, count: Int64)] = [:]
        for row in list {
            sums[row.currency, default: (0, 0)].amount += row.amount
            sums[row.currency, default: (0, 0)].count += 1
        }
        return sums.map { ($0.key, $0.value.amount, $0.value.count) }.sorted { $0.currency < $1.currency }
    }
}
