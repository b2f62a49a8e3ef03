import CircularTrade

extension SolutionReport {
    /// Currencies of which most is traded come first; no more than this are listed.
    private static let listedCurrencies = 40

    func writeTable(to output: TextOutput) {
        guard case .success(let solution) = outcome else {
            if case .failure(let error) = outcome { output.put(error.refusal) }
            return
        }
        writeSummary(solution, to: output)
        writeCurrencies(solution, to: output)
    }

    private func writeSummary(_ solution: Solution, to output: TextOutput) {
        let statistics = solution.statistics
        var table = TextTable([("", .left), ("", .right), ("", .left)])
        func count(_ number: Int) -> String { NumberText.grouped(Int64(number)) }
        table.add(["offers admitted", count(statistics.admittedOffers), ""])
        table.add(["takings", count(solution.takings.count), "sell offers used"])
        table.add(["givings", count(solution.givings.count), "buy offers used"])
        table.add(["collector transfers", count(solution.collectorTransfers.count), ""])
        table.add(["cleared value", NumberText.fixed(statistics.clearedValue, digits: 0), "base currency tokens"])
        table.add([
            "of the value offered", NumberText.percent(share(statistics.clearedValue, of: statistics.offeredValue)), "",
        ])
        if statistics.bound < statistics.offeredValue {
            table.add([
                "of what is possible", NumberText.percent(share(statistics.clearedValue, of: statistics.bound)),
                "at least: a proven bound",
            ])
        }
        table.add(["cycles", count(statistics.cycles), "found by the greedy stage"])
        table.add(["longest cycle", count(statistics.longestCycle), "traders"])
        table.add(["read", NumberText.fixed(readSeconds, digits: 3), "seconds"])
        for stage in SolverStage.allCases {
            table.add([stage.rawValue, NumberText.fixed(stageSeconds[stage] ?? 0, digits: 3), "seconds"])
        }
        table.add(["peak memory", NumberText.fixed(Double(peakMemoryBytes) / 1_048_576, digits: 1), "MiB"])
        table.write(to: output)
    }

    private func writeCurrencies(_ solution: Solution, to output: TextOutput) {
        let received = Dictionary(
            uniqueKeysWithValues: Self.totals(of: solution.givings).map { ($0.currency, $0.count) })
        let totals = Self.totals(of: solution.takings)
        func value(_ total: (currency: CurrencyID, amount: Int64, count: Int64)) -> Double {
            Double(total.amount) * Double(tree.price(of: total.currency))
        }
        var table = TextTable([
            ("debtor", .right), ("price", .right), ("tokens traded", .right), ("value", .right), ("sellers", .right),
            ("buyers", .right),
        ])
        for total in totals.sorted(by: { value($0) > value($1) }).prefix(Self.listedCurrencies) {
            table.add([
                total.currency.description, tree.price(of: total.currency).description, NumberText.grouped(total.amount),
                NumberText.fixed(value(total), digits: 0), NumberText.grouped(total.count),
                NumberText.grouped(received[total.currency] ?? 0),
            ])
        }
        if table.isEmpty { return }
        output.put("\n")
        table.write(to: output)
        if totals.count > Self.listedCurrencies {
            output.put("… and \(totals.count - Self.listedCurrencies) currencies with less value\n")
        }
    }
}
