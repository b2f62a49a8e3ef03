import SMPProtocol
import Testing

@testable import Trade

@Suite("What the admin API says")
struct AdminDomainTests {
    @Test(
        "averages are printed with six digits (TS2 14.3)",
        arguments: [
            (1000, "1000"), (2.9, "2.9"), (121, "121"), (1_234_567, "1.23457e+06"), (1_000_000, "1e+06"), (100_000, "100000"),
            (0.00001234, "1.234e-05"),
            (0, "0"), (17.5, "17.5"), (0.0001, "0.0001"),
        ] as [(Float, String)])
    func numbers(value: Float, text: String) {
        #expect(MostBoughtCurrenciesFile.number(value) == text)
    }

    @Test(
        "fields are quoted only where they must be (TS2 14.3)",
        arguments: [
            ("https://e.org/a,b#swpt:7", "\"https://e.org/a,b#swpt:7\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\rb", "\"a\rb\""), ("a b;'", "a b;'"),
            ("", ""),
        ])
    func fields(text: String, quoted: String) {
        #expect(MostBoughtCurrenciesFile.field(text) == quoted)
    }

    @Test("the example file (TS2 14.3)")
    func file() {
        let text = MostBoughtCurrenciesFile.text([
            MostBoughtCurrency(average: 1000, locator: "https://example.com/1", debtorID: -1),
            MostBoughtCurrency(average: 500, locator: "https://example.com/2", debtorID: 2),
        ])
        #expect(text == "1000,https://example.com/1#swpt:18446744073709551615\r\n500,https://example.com/2#swpt:2\r\n")
        #expect(MostBoughtCurrenciesFile.name(on: noon.date) == "most-bought-currencies-2026-03-04.csv")
        #expect(MostBoughtCurrenciesFile.text([]).isEmpty)
    }

    private static func activated(_ wanted: Int64, _ known: [CreditorID: CollectorStatus] = [:]) -> Result<Int, Activation.NotEnoughIDs> {
        Result { () throws(Activation.NotEnoughIDs) in
            try Activation.new(wanted, of: 666, known: known, interval: .standard).new.count
        }
    }

    @Test("R1's request is refused as a whole when there are not enough IDs (TS 10.2.3, TS2 14.6)")
    func activation() {
        #expect(Self.activated(1) == .success(1) && Self.activated(768) == .success(768))
        for wanted in [769, 5_000_000_000_000, Int64.max] { #expect(Self.activated(wanted) == .failure(.init())) }
        // Those that are dead count twice: as rows, and as missing.
        var known: [CreditorID: CollectorStatus] = [1: .disabled, 2: .active, 3: .pristine, 4: .requested]
        #expect(Self.activated(4, known) == .success(1) && Self.activated(767, known) == .success(764))
        #expect(Self.activated(768, known) == .failure(.init()))
        // What is alive already is always enough.
        for id in CollectorInterval.standard.ids { known[id] = .active }
        #expect(Self.activated(1000, known) == .success(0))
    }
}
