import Testing

@testable import NodeKit

@Suite("SUBSTITUTE_LOCALHOST_IN_VARS")
struct LocalhostSubstitutionTests {
    private func substituted(_ value: String, names: String = "X", gateway: String? = "10.0.0.1") -> String? {
        var environment = ProcessEnvironment(["SUBSTITUTE_LOCALHOST_IN_VARS": names, "X": value, "Y": value])
        environment.substituteLocalhost { gateway }
        #expect(environment["Y"] == value, "a variable that is not named stays as it is")
        return environment["X"]
    }

    @Test(
        "the last host that is localhost is replaced",
        arguments: [
            ("amqp://guest:guest@localhost:5672", "amqp://guest:guest@10.0.0.1:5672"), ("http://localhost/x", "http://10.0.0.1/x"),
            ("http://localhost//localhost", "http://localhost//10.0.0.1"), ("http://localhost.example/", "http://localhost.example/"),
            ("http://mylocalhost/", "http://mylocalhost/"), ("localhost", "localhost"), ("http://a/localhost", "http://a/localhost"),
            ("", ""),
        ])
    func hosts(_ value: String, _ expected: String) {
        #expect(substituted(value) == expected)
    }

    @Test("several names, any white space between them")
    func names() {
        #expect(substituted("//localhost", names: " A  X\tB ") == "//10.0.0.1")
        #expect(substituted("//localhost", names: "") == "//localhost")
    }

    @Test("without a default route the value stays")
    func noGateway() {
        #expect(substituted("//localhost", gateway: nil) == "//localhost")
    }

    @Test("the gateway comes from the kernel's route table")
    func routeTable() {
        let table = "Iface\tDestination\tGateway \tFlags\neth0\t0011A8C0\t00000000\t0001\neth0\t00000000\t0111A8C0\t0003\n"
        #expect(DefaultGateway.address(inRouteTable: table) == "192.168.17.1")
        #expect(DefaultGateway.address(inRouteTable: "Iface\tDestination\tGateway\n") == nil)
    }
}
