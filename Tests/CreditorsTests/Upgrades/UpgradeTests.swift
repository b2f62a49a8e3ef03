import NodeKit
import Persistence
import SMPProtocol
import TestSupport
import Testing

@testable import Creditors

@Suite("upgrades", .timeLimit(.minutes(2)))
struct UpgradeTests {
    /// All IDs, like the node that filled the states.
    static let settings = ["MIN_CREDITOR_ID": "-9223372036854775808", "MAX_CREDITOR_ID": "9223372036854775807"]

    /// What the states hold: balances, sorted, ledger entries, log entries, copies of rejected messages. By their newest migration.
    private static let contents: [Int32: (money: [Int64], entries: Int, logEntries: Int, rejected: Int)] = [
        1: ([0, 3_000, 4_000, 18_000], 10, 150, 0),
        3: ([0, 2_998, 3_998, 17_999], 16, 176, 1),
    ]

    @Test(
        "each released state becomes the schema of this program, and its data is served", arguments: try ReleasedState.all(of: "creditors"))
    func upgrade(state: ReleasedState) async throws {
        let contents = try #require(Self.contents[state.number])
        try await TestNode.with(Self.settings) { node in
            let wanted = try await SchemaPicture(of: node.database)
            try await state.restore(into: node.database)
            try await Migrator(
                service: "swpt_creditors", migrations: Resources.migrations, database: node.database, logger: TestDatabase.quietLogger
            ).migrate()
            let differences = try await SchemaPicture(of: node.database).differences(from: wanted)
            #expect(differences == [])

            let accounts = try await node.database.query("SELECT creditor_id, debtor_id FROM account").map { row in
                AccountKey(creditor: try row[0], debtor: try row[1])
            }
            var money: [DebtorID: Int64] = [:], entries = 0
            for key in accounts {
                let path = "\(Path.creditor(key.creditor))accounts/\(key.debtor.unsigned)/"
                let account = try await node.get(path)
                #expect(account.status == 200, "\(account.text)")
                money[key.debtor, default: 0] += try #require(try account.json()["ledger"]?["principal"]?.number)
                entries += try await node.ledger(key).count
            }
            #expect(money.values.sorted() == contents.money)
            #expect(entries == contents.entries)

            var logEntries = 0, transfers = 0
            for id in Set(accounts.map(\.creditor)) {
                let wallet = try await node.get("\(Path.creditor(id))wallet")
                #expect(wallet.status == 200, "\(wallet.text)")
                logEntries += try await node.log(id).count
                transfers += try await node.get("\(Path.creditor(id))transfers/").json().items.count
            }
            #expect(logEntries == contents.logEntries)
            #expect(transfers > 0)
            #expect(try await RejectedMessages.newest(10, in: node.database).count == contents.rejected)
        }
    }

    @Test("there are released states to start from")
    func states() throws {
        #expect(try ReleasedState.all(of: "creditors").map(\.number) == [1, 3])
    }
}
