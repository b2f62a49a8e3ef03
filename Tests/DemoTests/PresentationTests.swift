import Testing

@testable import Demo

@Suite struct PresentationTests {
    @Test(
        arguments: [
            (0, "0.00"), (5, "0.05"), (1250, "12.50"), (-7, "−0.07"), (.max, "92233720368547758.07"), (.min, "−92233720368547758.08"),
        ]
            as [(Int64, String)])
    func amountsHaveTwoDecimals(_ amount: Int64, _ text: String) {
        #expect(Coin.decimal(amount) == text)
    }

    @Test(arguments: [(0.0004, "0 ms"), (0.0126, "13 ms"), (9.999, "9999 ms"), (12.34, "12.3 s")] as [(Double, String)])
    func latenciesAreShort(_ seconds: Double, _ text: String) {
        #expect(Narrator.text(.seconds(seconds)) == text)
    }

    @Test func tablesAreAligned() {
        var table = Table("", "before", "after")
        table.add(row: ["Ana", "1.00", "12345.00"])
        table.add(row: ["Issuer", "−1.00", "0.00"])
        #expect(
            table.lines == [
                "        before     after",
                "──────  ──────  ────────",
                "Ana       1.00  12345.00",
                "Issuer   −1.00      0.00",
            ])
    }

    @Test func randomIdentifiersAreOfVersionFour() throws {
        let uuid = randomUUID()
        let pattern = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        #expect(uuid.wholeMatch(of: pattern) != nil, "\(uuid)")
        #expect(randomUUID() != uuid)
    }

    @Test func theHashOfADocumentIsWrittenInUpperCase() {
        #expect(
            SHA256.hexadecimal(Array("abc".utf8)) == "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")
    }
}
