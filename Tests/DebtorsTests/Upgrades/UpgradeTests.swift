import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("upgrades", .timeLimit(.minutes(2)))
struct UpgradeTests {
    /// All IDs, like the node that filled the states.
    static let settings = ["MIN_DEBTOR_ID": "-9223372036854775808", "MAX_DEBTOR_ID": "9223372036854775807"]

    /// What the states hold: balances and transfers, sorted, copies of rejected messages. By their newest migration.
    private static let contents: [Int32: (balances: [Int64], transfers: [Int64], rejected: Int)] = [
        1: ([-18_000, -4_000, -3_000, 0], [3_000, 4_000, 20_000, 100_000], 0),
        3: ([-18_000, -4_000, -3_000, 0], [3_000, 4_000, 20_000, 100_000], 1),
    ]

    @Test(
        "each released state becomes the schema of this program, and its data is served", arguments: try ReleasedState.all(of: "debtors"))
    func upgrade(state: ReleasedState) async throws {
        let contents = try #require(Self.contents[state.number])
        try await TestNode.with(Self.settings) { node in
            let wanted = try await SchemaPicture(of: node.database)
            try await state.restore(into: node.database)
            try await Migrator(
                service: "swpt_debtors", migrations: Resources.migrations, database: node.database, logger: TestDatabase.quietLogger
            ).migrate()
            let differences = try await SchemaPicture(of: node.database).differences(from: wanted)
            #expect(differences == [])

            let ids = try await node.database.query("SELECT debtor_id FROM debtor ORDER BY balance").map { row in
                try row.decode(0, as: DebtorID.self)
            }
            var balances: [Int64] = [], transfers: [Int64] = [], documents = 0
            for id in ids {
                let debtor = try await node.get("\(id.path)/")
                #expect(debtor.status == 200, "\(debtor.text)")
                balances.append(try #require(try debtor.json()["balance"]?.integer))
                for reference in try #require(try await node.get("\(id.path)/transfers/").json()["items"]?.elements) {
                    let transfer = try await node.get("\(id.path)/transfers/\(try #require(reference["uri"]?.text))")
                    #expect(transfer.status == 200, "\(transfer.text)")
                    transfers.append(try #require(try transfer.json()["amount"]?.integer))
                }
                documents += try await node.get("\(id.path)/public").status == 302 ? 1 : 0
            }
            #expect(balances == contents.balances)
            #expect(transfers.sorted() == contents.transfers)
            #expect(documents == ids.count)
            #expect(try await RejectedMessages.newest(10, in: node.database).count == contents.rejected)
        }
    }

    @Test("there are released states to start from")
    func states() throws {
        #expect(try ReleasedState.all(of: "debtors").map(\.number) == [1, 3])
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}
