import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Debtors

@Suite("upgrades", .timeLimit(.minutes(2)))
struct UpgradeTests {
    /// All IDs, like the node that filled the states.
    static let settings = ["MIN_DEBTOR_ID": "-9223372036854775808", "MAX_DEBTOR_ID": "9223372036854775807"]

    @Test(
        "each released state becomes the schema of this program, and its data is served", arguments: try ReleasedState.all(of: "debtors"))
    func upgrade(state: ReleasedState) async throws {
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
            #expect(balances == [-18_000, -4_000, -3_000, 0])
            #expect(transfers.sorted() == [3_000, 4_000, 20_000, 100_000])
            #expect(documents == ids.count)
        }
    }

    @Test("there are released states to start from")
    func states() throws {
        #expect(try ReleasedState.all(of: "debtors").map(\.number).first == 1)
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}
