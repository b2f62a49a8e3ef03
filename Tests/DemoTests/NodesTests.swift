import SMPProtocol
import Testing

@testable import Demo

@Suite struct NodesTests {
    static let environment = [
        "DEBTORS_URL": "http://127.0.0.1:1", "CREDITORS_URL": "http://127.0.0.1:2/", "TRADE_ADMIN_URL": "http://127.0.0.1:3",
        "SANDBOX_URL": "http://127.0.0.1:4", "DOCUMENTS_URL": "https://127.0.0.1:5/documents/", "BASE_DEBTOR_ID": "0x10",
        "BASE_DEBTOR_INFO_LOCATOR": "https://127.0.0.1:5/documents/base",
    ]

    @Test func theAddressesOfAStackAreReadFromItsVariables() throws {
        let nodes = try Nodes(environment: Self.environment)
        #expect(nodes.creditors == "http://127.0.0.1:2")
        #expect(nodes.documents == "https://127.0.0.1:5/documents")
        #expect(nodes.base == .init(debtor: 16, locator: "https://127.0.0.1:5/documents/base"))
    }

    @Test(arguments: NodesTests.environment.keys.sorted()) func aVariableThatIsMissingOrEmptyIsNamed(_ name: String) {
        let missing = Self.environment.filter { $0.key != name }
        for environment in [missing, missing.merging([name: ""]) { $1 }] {
            let error = #expect(throws: Nodes.MissingAddress.self) { try Nodes(environment: environment) }
            #expect(error?.variable == name)
        }
    }

    @Test func theBaseCurrencyHasTheAddressThatCircularTradeKnows() throws {
        let nodes = try Nodes(environment: Self.environment)
        #expect(Issuer(id: 16, nodes: nodes).locator == "https://127.0.0.1:5/documents/base")
        #expect(Issuer(id: 7, nodes: nodes).locator == "https://127.0.0.1:5/documents/7")
        #expect(Issuer(id: 7, nodes: nodes).digitalCoin == "https://127.0.0.1:5/documents/7#swpt:7")
    }
}
