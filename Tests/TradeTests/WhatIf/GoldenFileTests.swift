import CircularTrade
import Foundation
import Testing

@testable import Trade

@Suite("The golden cases as files (TS 14)")
struct GoldenFileTests {
    /// A case as text, because Foundation's dictionaries cannot be shared between tests.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        var testDescription: String { name }

        func members() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }
    }

    static let marketCases = load("solver-cases")
    static let bidCases = load("bid-cases")

    /// The fixtures lie beside the tests of the solver.
    private static func load(_ name: String) -> [Case] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appendingPathComponent("CircularTradeTests/Fixtures/\(name).json")
        guard let data = try? Data(contentsOf: file), let document = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let cases = document["cases"] as? [[String: Any]]
        else { fatalError("the fixture \(name).json cannot be read") }
        return cases.map { members in
            guard let name = members["name"] as? String, let text = try? JSONSerialization.data(withJSONObject: members) else {
                fatalError("a case of \(name).json cannot be written")
            }
            return Case(name: name, text: String(decoding: text, as: UTF8.self))
        }
    }

    private func printed(_ write: (TextOutput) -> Void) throws -> [String: Any] {
        let output = TextOutput(descriptor: nil)
        write(output)
        return try #require(try JSONSerialization.jsonObject(with: Data(output.bytes)) as? [String: Any])
    }

    private func source(_ value: Any) throws -> ByteSource {
        ByteSource(name: "case", bytes: Array(try JSONSerialization.data(withJSONObject: value)))
    }

    /// Whether two JSON values are the same.
    private func isEqual(_ left: Any?, _ right: Any?) -> Bool {
        switch (left, right) {
        case (nil, nil): true
        case (let left as NSObject, let right as NSObject): left.isEqual(right)
        default: false
        }
    }

    @Test("bids print exactly the results of the case, whole or not at all", arguments: bidCases)
    func bids(_ bidCase: Case) throws {
        let members = try bidCase.members()
        let file = try BidFile.read(source(members))
        if let error = members["error"] as? String {
            let thrown = #expect(throws: MarketError.self) { try BidReport(file: file) }
            #expect(thrown?.description == error)
            return
        }
        let result = try printed(BidReport(file: file).writeJSON)
        for name in ["prices", "candidate_offers", "to_be_confirmed", "to_be_confirmed_after_removals"] {
            #expect(isEqual(result[name], members[name]), "\(name): \(result[name] ?? "none") instead of \(members[name] ?? "none")")
        }
    }

    @Test("solve prints the prices of the case, rows in order, and totals that are those of the rows", arguments: marketCases)
    func markets(_ marketCase: Case) throws {
        let members = try marketCase.members()
        var file = try MarketFile.read(source(members["input"] as Any))
        var options = SolverOptions()
        options.badOffers = .refuse
        let solution: Solution
        let tree: CurrencyTree
        do {
            tree = try CurrencyTree(rules: file.rules, currencies: file.currencies)
            solution = try MarketSolver.solve(file.takeBook(), tree: tree, options: options)
        } catch {
            #expect(error.description == members["error"] as? String)
            return
        }
        #expect(members["error"] == nil)
        let report = SolutionReport(tree: tree, outcome: .success(solution), readSeconds: 0, stageSeconds: [:], peakMemoryBytes: 0)
        let result = try printed(report.writeJSON)
        #expect(isEqual(result["prices"], members["prices"]))
        let totals = try #require(result["totals"] as? [String: Any])
        var lists: [String: [[Int]]] = [:]
        for name in ["takings", "givings", "collector_transfers"] {
            let rows = try #require(result[name] as? [[Int]])
            lists[name] = rows
            #expect(rows.map { Array($0.prefix(3)) } == rows.map { Array($0.prefix(3)) }.sorted { $0.lexicographicallyPrecedes($1) })
            #expect(totals["n_\(name)"] as? Int == rows.count)
            let flags =
                ["amounts_unique", "optimum_unique", "reference_is_optimum"] + (name == "collector_transfers" ? ["collectors_unique"] : [])
            guard members["permitted_deviation"] == nil, flags.allSatisfy({ members[$0] as? Bool == true }),
                let expected = members[name] as? [[Int]]
            else { continue }
            #expect(rows.count == expected.count)
            for (own, expected) in zip(rows, expected) {
                let place = name == "collector_transfers" ? 3 : 2
                #expect(own.prefix(2) == expected.prefix(2) && abs(own[place] - expected[place]) <= 2, "\(own) instead of \(expected)")
            }
        }
        var sums: [Int: Int] = [:]
        for row in lists["takings"] ?? [] { sums[row[1], default: 0] += row[2] }
        #expect(totals["taken_per_currency"] as? [[Int]] == sums.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
    }
}
