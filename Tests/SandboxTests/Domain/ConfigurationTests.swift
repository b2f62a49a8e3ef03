import SMPProtocol
import Testing

@testable import Sandbox

/// AA 4.1 to 4.5, AA 14.1.
struct ConfigurationTests {
    @Test(
        arguments: [
            (0, 5, false), (0, 4, false), (-1, 6, false), (0, 6, true), (1, -100, true),
        ] as [(Int64, Int32, Bool)])
    func `Only later configurations are applied`(microseconds: Int64, seqnum: Int32, isApplied: Bool) throws {
        var bank = Bank()
        _ = bank.configure(alice, negligible: 1, ts: bank.now, seqnum: 5)
        let ts = bank.now.adding(microseconds: microseconds)
        let emissions = bank.configure(alice, negligible: 2, ts: ts, seqnum: SequenceNumber(seqnum))
        #expect(emissions.lines == (isApplied ? ["AU(A, 2, 0, 0)"] : []))
        #expect(try bank[alice].negligibleAmount == (isApplied ? 2 : 1))
    }

    @Test func `The sequence number wraps`() {
        var bank = Bank()
        _ = bank.configure(alice, ts: bank.now, seqnum: SequenceNumber(Int32.max))
        #expect(bank.configure(alice, ts: bank.now, seqnum: SequenceNumber(Int32.min)).count == 1)
    }

    @Test(arguments: [(899, true), (900, true), (901, false), (1000, false), (-100, true)] as [(Int64, Bool)])
    func `A configuration of a missing account may be 900 days old`(days: Int64, isApplied: Bool) {
        var bank = Bank { $0.maxConfigDelaySeconds = 900 * day }
        let emissions = bank.configure(alice, ts: bank.now.adding(days: -days))
        #expect(emissions.lines == (isApplied ? ["AU(A, 1, 0, 0)"] : []))
        #expect(bank.book.accounts.count == (isApplied ? 1 : 0))
    }

    @Test func `A refused configuration is echoed, changes nothing, and is examined again when it comes again`() throws {
        var bank = Bank()
        let message = bank.configuration(alice, negligible: 3.5, data: "xxx", flags: 6)
        for _ in 1...2 {
            let emissions = bank.book.configure(message, now: bank.now, wallNow: bank.now)
            #expect(
                emissions == [
                    .rejectedConfig(
                        RejectedConfig(
                            debtorID: debtor, creditorID: alice.creditorID, configTs: message.ts, configSeqnum: message.seqnum,
                            configFlags: 6,
                            configData: "xxx", negligibleAmount: 3.5, rejectionCode: "INVALID_CONFIGURATION", ts: bank.now))
                ])
        }
        #expect(bank.book.accounts.isEmpty)
    }

    @Test(arguments: [("{\"limit\":100}", 1e30), ("", 100)] as [(String, Float)])
    func `Nothing is issued beyond either limit`(data: String, negligible: Float) throws {
        var bank = Bank()
        _ = bank.configure(root, negligible: negligible, data: data)
        _ = bank.configure(alice)
        #expect(bank.prepare(root, to: alice, 200...200, type: .issuing).lines == ["RT(INSUFFICIENT_AVAILABLE_AMOUNT, 0)"])
        #expect(bank.prepare(root, to: alice, 1...200, type: .issuing).lines == ["PT(R, 1, locked 100)"])
    }

    @Test func `A root account without limits of its own issues nothing`() {
        var bank = Bank()
        _ = bank.configure(root)
        _ = bank.configure(alice)
        #expect(bank.prepare(root, to: alice, 1...1, type: .issuing).lines == ["RT(INSUFFICIENT_AVAILABLE_AMOUNT, 0)"])
    }

    @Test func `A new account gets rate and info, each with its own update`() throws {
        var bank = Bank()
        _ = bank.configure(root, data: "{\"rate\":3.567,\"info\":{\"iri\":\"https://example.com/x\",\"contentType\":\"text/plain\"}}")
        let emissions = bank.configure(alice)
        let updates = emissions.updates
        #expect(emissions.lines == ["AU(A, 1, 0, 0)", "AU(A, 2, 0, 0)", "AU(A, 3, 0, 0)"])
        #expect(updates.map(\.interestRate) == [0, 3.567, 3.567])
        #expect(updates.map(\.debtorInfoIRI) == ["", "", "https://example.com/x"])
        #expect(updates.last?.debtorInfoContentType == "text/plain" && updates.last?.debtorInfoSHA256 == "")
        let text = String(decoding: try #require(updates.last).encoded(), as: UTF8.self)
        #expect(text.contains("\"interest_rate\":3.567,"))
    }

    @Test func `A new root configuration reaches all accounts at once, and a dropped info empties them`() throws {
        var bank = Bank()
        bank.open()
        let set = bank.configure(root, data: "{\"info\":{\"iri\":\"https://example.com/x\"},\"rate\":-2}")
        #expect(set.lines == ["AU(R, 2, 0, 0)", "AU(A, 2, 0, 0)", "AU(A, 3, 0, 0)", "AU(B, 2, 0, 0)", "AU(B, 3, 0, 0)"])
        let dropped = bank.configure(root, data: "{\"rate\":-2}")
        #expect(dropped.lines == ["AU(R, 3, 0, 0)", "AU(A, 4, 0, 0)", "AU(B, 4, 0, 0)"])
        #expect(try bank[alice].debtorInfo == nil && bank[bob].debtorInfo == nil)
        #expect(try bank[root].debtorInfo == nil && bank[root].interestRate == 0)
    }

    @Test func `A planned refusal has its own code`() {
        var bank = Bank()
        let message = bank.configuration(alice)
        let emissions = bank.book.configure(message, now: bank.now, wallNow: bank.now, refusal: "NO_CONNECTION_TO_DEBTOR")
        #expect(emissions.lines == ["RC(A, NO_CONNECTION_TO_DEBTOR)"])
        #expect(bank.book.accounts.isEmpty)
    }

    @Test func `After a purge only configurations that are later than the last one make a new account, with a later date`() throws {
        var bank = Bank()
        _ = bank.configure(alice, flags: 1, ts: bank.now, seqnum: 5)
        #expect(try bank[alice].isDeleted)
        _ = bank.book.purge(.all, isForced: true, now: bank.now)
        #expect(bank.configure(alice, ts: bank.now, seqnum: 5).isEmpty)
        #expect(bank.configure(alice, ts: bank.now, seqnum: 6).lines == ["AU(A, 1, 0, 0)"])
        #expect(try bank[alice].creationDate.rawValue == bank.now.date.rawValue + 1)
    }
}

/// AA 4.3, AA 14.1.6.
struct RootConfigDataTests {
    private static let hash = String(repeating: "0A", count: 32)

    @Test(arguments: [
        ("", RootConfiguration()), ("{}", RootConfiguration()), ("{\"rate\":99.5}", RootConfiguration(rate: 99.5)),
        ("{\"rate\":-50}", RootConfiguration(rate: -50)), ("{\"rate\":100}", RootConfiguration(rate: 100)),
        ("{\"type\":\"RootConfigData\",\"rate\":0.0}", RootConfiguration()), (" { \"rate\" : 1e1 } ", RootConfiguration(rate: 10)),
        ("{\"limit\":9223372036854775807}", RootConfiguration()), ("{\"limit\":0}", RootConfiguration(limit: 0)),
        ("{\"limit\":1.9}", RootConfiguration(limit: 1)), ("{\"limit\":1e3}", RootConfiguration(limit: 1000)),
        ("{\"limit\":-0.5}", RootConfiguration(limit: 0)), ("{\"limit\":\"5\"}", RootConfiguration(limit: 5)),
        ("{\"limit\":1,\"limit\":2}", RootConfiguration(limit: 2)),
        ("{\"info\":{\"iri\":\"x\"}}", RootConfiguration(info: DebtorInfo(iri: "x"))),
        (
            "{\"info\":{\"type\":\"DebtorInfo\",\"iri\":\"x\",\"contentType\":\"a/b\",\"sha256\":\"\(hash)\"}}",
            RootConfiguration(info: DebtorInfo(iri: "x", contentType: "a/b", sha256: hash))
        ),
    ])
    func `These are accepted`(text: String, expected: RootConfiguration) {
        #expect(RootConfigData().parse(text) == expected)
    }

    @Test(arguments: [
        "NOT JSON", "[]", "null", "1", "{\"rate\":-51}", "{\"rate\":-50.000001}", "{\"rate\":101}", "{\"rate\":NaN}", "{\"rate\":null}",
        "{\"rate\":true}", "{\"rate\":\"x\"}", "{\"limit\":-1}", "{\"limit\":9223372036854775808}", "{\"limit\":true}", "{\"limit\":null}",
        "{\"type\":\"X\"}", "{\"type\":null}", "{\"type\":1}", "{\"zzz\":1}", "{\"type\":\"RootConfigData-v2\"}", "{\"info\":null}",
        "{\"info\":{}}", "{\"info\":{\"iri\":null}}", "{\"info\":{\"iri\":\"x\",\"zzz\":1}}", "{\"info\":{\"type\":\"X\",\"iri\":\"x\"}}",
        "{\"info\":{\"iri\":\"\(String(repeating: "x", count: 201))\"}}",
        "{\"info\":{\"iri\":\"x\",\"contentType\":\"\(String(repeating: "x", count: 101))\"}}",
        "{\"info\":{\"iri\":\"x\",\"contentType\":\"Щ\"}}", "{\"info\":{\"iri\":\"x\",\"sha256\":\"\(hash.lowercased())\"}}",
        "{\"info\":{\"iri\":\"x\",\"sha256\":\"\"}}", "{\"info\":{\"iri\":\"x\",\"sha256\":null}}",
    ])
    func `These are refused`(text: String) {
        #expect(RootConfigData().parse(text) == nil)
    }

    @Test(arguments: [
        ("{\"type\":\"RootConfigData-v2\",\"zzz\":1,\"rate\":5}", true), ("{\"type\":\"RootConfigData-v0\"}", false),
        ("{\"type\":\"RootConfigData-v1234567\"}", false), ("{\"info\":{\"type\":\"DebtorInfo-v9\",\"iri\":\"x\",\"y\":[]}}", true),
        ("{\"rate\":101}", false),
    ])
    func `The lenient form knows versions and unknown members`(text: String, isAccepted: Bool) {
        #expect((RootConfigData(isLenient: true).parse(text) != nil) == isAccepted)
    }

    @Test func `An account that waits for its name cannot be paid to, and says so when it has it`() throws {
        var bank = Bank { $0.namingSeconds = 10 }
        _ = bank.configure(root, negligible: 1e18)
        let opened = bank.configure(alice)
        #expect(opened.updates.map(\.accountID) == [.none])
        #expect(bank.prepare(root, to: alice, 1...1, type: .issuing).rejected?.statusCode == "RECIPIENT_IS_UNREACHABLE")
        bank.pass(seconds: 9)
        #expect(bank.book.giveNames(now: bank.now) == [])
        bank.pass(seconds: 1)
        let named = bank.book.giveNames(now: bank.now).updates
        #expect(named.map(\.accountID.rawValue) == [alice.creditorID.unsignedText] && named.map(\.lastChangeSeqnum) == [2])
        #expect(bank.prepare(root, to: alice, 1...1, type: .issuing).prepared != nil)
        #expect(bank.book.giveNames(now: bank.now) == [])
    }

    /// AA 7.1: clients must not expect that numbers are consecutive.
    @Test func `Transfers are numbered with gaps when that is asked for`() throws {
        var bank = Bank { $0.transferNumberGap = 4 }
        bank.open()
        _ = try bank.pay(root, to: alice, 10, type: .issuing)
        let lines = try bank.pay(root, to: alice, 10, type: .issuing).lines
        #expect(lines.contains("AT(A, 10, 10, 20) issuing R→A previous 5"), "\(lines)")
    }

    /// AA 4.5, 16.3: what the currency has become while the account was dead.
    @Test func `An account that a payment brings back to life has the currency's rate of today`() throws {
        var bank = Bank { $0.purgeDelaySeconds = day * 365 }
        bank.open()
        _ = try bank.pay(root, to: alice, 1000, type: .issuing)
        let prepared = try #require(bank.prepare(alice, to: bob, 0...0).prepared)
        #expect(bank.configure(bob, flags: 1).lines.last == "AU(B, 3, 0, 0)")
        _ = bank.configure(root, negligible: 1e18, data: "{\"rate\":5}")
        #expect(try bank[bob].interestRate == 0)
        _ = bank.finalize(prepared, 500)
        #expect(try bank[bob].interestRate == 5 && bank[bob].principal == 500)
    }
}
