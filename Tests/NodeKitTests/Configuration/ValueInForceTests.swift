import Testing

@testable import NodeKit

@Suite("The command settings")
struct ValueInForceTests {
    private func lines(_ environment: [String: String]) -> [String: String] {
        let values = MintConfiguration.inForce(in: ProcessEnvironment(environment)).values
        return Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.line.split(separator: " ").joined(separator: " ")) })
    }

    @Test("each value is shown with its origin")
    func origins() {
        let lines = lines(["APP_PER_PAGE": " 7", "SQLALCHEMY_DATABASE_URI": "postgresql://a:b@c/d", "MIN_DEBTOR_ID": ""])
        #expect(lines["APP_PER_PAGE"] == #"APP_PER_PAGE=" 7" from the environment"#)
        #expect(lines["APP_RETENTION_DAYS"] == #"APP_RETENTION_DAYS="45" default"#)
        #expect(lines["POSTGRES_URL"] == #"POSTGRES_URL="<secret>" from SQLALCHEMY_DATABASE_URI"#)
        #expect(lines["MIN_DEBTOR_ID"] == "MIN_DEBTOR_ID not set")
    }

    @Test("no secret is shown, neither a right nor a wrong one")
    func secrets() {
        let environment = [
            "MINT_SECRET": "sesame", "POSTGRES_URL": "nonsense:sesame", "PROTOCOL_BROKER_URL": "amqp://a:sesame@b", "REDIS_URL": "sesame",
        ]
        let (values, problems) = MintConfiguration.inForce(in: ProcessEnvironment(environment))
        let listing = ValueInForce.listing(values)
        #expect(!listing.contains("sesame"))
        for name in environment.keys { #expect(listing.contains("\(name)=\"<secret>\""), "\(name)") }
        #expect(problems.map(\.variable).sorted() == ["POSTGRES_URL", "REDIS_URL"])
    }

    @Test("every variable that has an effect is listed once, under its heading")
    func completeness() {
        let names = MintConfiguration.inForce(in: ProcessEnvironment([:])).values.map(\.name)
        let declared = MintConfiguration.variables.filter { !$0.meaning.hasPrefix("Accepted, without effect") }.map(\.name)
        #expect(names == declared)
    }
}
