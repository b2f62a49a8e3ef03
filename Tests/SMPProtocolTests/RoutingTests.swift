import SMPProtocol
import TestSupport
import Testing

@Suite("Routing keys, realms, URIs, notes, settings")
struct RoutingTests {
    private static let keys = VectorFile.load("routing_keys")
    private static let uris = VectorFile.load("uris")
    private static let notes = VectorFile.load("transfer_notes")

    @Test("hex keys", arguments: keys["hex_routing_key"].list)
    func hexKey(vector: JSONValue) {
        #expect(RoutingKey.hex(DebtorID(vector["i64"].int64)) == vector["key"].text)
    }

    @Test("bin keys of one id and of two", arguments: keys["bin_routing_key"].list)
    func binaryKey(vector: JSONValue) {
        let ids = vector["ids"].list.map { CreditorID($0.int64) }
        let key = ids.count == 1 ? RoutingKey.binary(ids[0]) : RoutingKey.binary(ids[0], ids[1])
        #expect(key == vector["key"].text)
    }

    @Test("iri keys", arguments: keys["iri_routing_key"].list)
    func iriKey(vector: JSONValue) {
        #expect(RoutingKey.iri(vector["iri"].text) == vector["key"].text)
    }

    /// The first 24 bits of MD5 digests of texts around the borders of its blocks, as `md5sum` gives them.
    @Test(
        "iri keys of texts of any length",
        arguments: [
            (0, 0xd41d8c), (55, 0xef1772), (56, 0x3b0c8a), (63, 0xb06521), (64, 0x014842), (65, 0xc743a4), (119, 0x8a7bd0),
            (120, 0x5f61c0), (1000, 0xcabe45),
        ])
    func longIRIKey(length: Int, digest: Int) {
        let bits = (0..<24).map { String(digest >> (23 - $0) & 1) }.joined(separator: ".")
        #expect(RoutingKey.iri(String(repeating: "a", count: length)) == bits)
    }

    @Test(
        "a realm has the masks of its binding key and matches what topic exchanges match", arguments: keys["sharding_realm"].list)
    func realm(vector: JSONValue) throws {
        let bindingKey = vector["binding_key"].text
        let realm = try #require(ShardingRealm(bindingKey: bindingKey))
        #expect(realm.mask == UInt32(vector["realm_mask"].text, radix: 16))
        #expect(realm.prefix == UInt32(vector["realm"].text, radix: 16))
        #expect(realm.parentMask == UInt32(vector["parent_realm_mask"].text, radix: 16))
        #expect(realm.parentPrefix == UInt32(vector["parent_realm"].text, radix: 16))
        for match in vector["match"].list {
            let ids = match["ids"].list.map { CreditorID($0.int64) }
            let isPair = ids.count == 2
            let (contains, parentContains, key) =
                isPair
                ? (realm.contains(ids[0], ids[1]), realm.parentContains(ids[0], ids[1]), RoutingKey.binary(ids[0], ids[1]))
                : (realm.contains(ids[0]), realm.parentContains(ids[0]), RoutingKey.binary(ids[0]))
            #expect(contains == match["match"].flag)
            #expect(parentContains == match["match_parent"].flag)
            #expect(contains == key.hasPrefix(bindingKey.dropLast()))
        }
        for match in vector["match_str"].list {
            #expect(realm.contains(text: match["s"].text) == match["match"].flag)
            #expect(realm.parentContains(text: match["s"].text) == match["match_parent"].flag)
        }
    }

    @Test("invalid binding keys", arguments: keys["sharding_realm_invalid"].list + [.string("#\n"), .string("0.1.#.#")])
    func invalidRealm(vector: JSONValue) {
        #expect(ShardingRealm(bindingKey: vector.text) == nil)
    }

    @Test("a range of ids is signed, inclusive, and may be empty")
    func range() {
        let range = IDRange<CreditorID>(min: -5, max: 7)
        #expect(range.contains(-5) && range.contains(7) && !range.contains(8) && !range.contains(-6))
        let empty = IDRange<CreditorID>(min: CreditorID(.max), max: CreditorID(.min))
        #expect(empty.isEmpty && !empty.contains(0))
    }

    @Test("reading debtor URIs", arguments: uris["debtor_uri_parse"].list)
    func readDebtor(vector: JSONValue) {
        let uri = vector["uri"].text
        // Two tolerances of the public implementation that the specification lets us refuse.
        let isRefused = vector.isError || uri.hasSuffix("\n") || uri.contains("\u{661}")
        let expected = isRefused ? nil : DebtorID(vector["result"].int64)
        #expect(SwptURI.readDebtor(uri) == expected)
        if let expected { #expect(SwptURI(uri) == .debtor(expected)) }
    }

    @Test("reading account URIs", arguments: uris["account_uri_parse"].list)
    func readAccount(vector: JSONValue) {
        let uri = vector["uri"].text
        let read = SwptURI.readAccount(uri)
        if vector.isError || uri.hasSuffix("\n") {
            #expect(read == nil)
        } else {
            #expect(read?.debtorID == DebtorID(vector["result"]["debtor_id"].int64))
            #expect(read?.accountID.rawValue == vector["result"]["account_id"].text)
        }
    }

    @Test("writing debtor URIs", arguments: uris["debtor_uri_make"].list)
    func writeDebtor(vector: JSONValue) {
        let uri = Int64(vector["debtor_id"].text).map { SwptURI.write(DebtorID($0)) }
        #expect(uri == (vector.isError ? nil : vector["result"].text))
    }

    @Test("writing account URIs, which can be read back", arguments: uris["account_uri_make"].list)
    func writeAccount(vector: JSONValue) throws {
        let accountText = vector["account_id"].text
        guard let debtorID = Int64(vector["debtor_id"].text).map({ DebtorID($0) }) else {
            #expect(vector.isError)
            return
        }
        // U+0000 cannot be stored, so it cannot be in an account id of ours.
        guard let accountID = AccountID(accountText) else {
            #expect(vector.isError || accountText.utf8.contains(0))
            return
        }
        let uri = SwptURI.write(debtorID, accountID)
        // An id that ends in a newline has to be encoded (SMP 15.10).
        if !accountText.hasSuffix("\n") { #expect(uri == (vector.isError ? nil : vector["result"].text)) }
        if let uri { #expect(SwptURI(uri) == .account(debtorID, accountID)) } else { #expect(vector.isError) }
    }

    @Test("reading notes of trades", arguments: notes["transfer_note_parse"].list)
    func readNote(vector: JSONValue) {
        let note = AgentTransferNote(vector["note"].text)
        #expect(note == (vector.isError ? nil : Self.note(vector["result"])))
    }

    @Test("writing notes of trades, which can be read back", arguments: notes["transfer_note_emit"].list)
    func writeNote(vector: JSONValue) {
        let note = Self.note(vector)
        #expect(note.text == vector["note"].text)
        #expect(note.text.utf8.count <= 77)
        #expect(AgentTransferNote(note.text) == note)
    }

    @Test(
        "notes that are nearly right",
        arguments: [
            "Trading session: 1\nBuyer: 1\nSeller: 2\r", "Trading session: 1\rBuyer: 1\nSeller: 2",
            "Trading session: \nBuyer: 1\nSeller: 2",
            "Trading session: 1\nBuyer: \nSeller: 2", "Trading session: +1\nBuyer: 1\nSeller: 2",
            "Trading session: 1\nBuyer:1\nSeller: 2",
            "Trading session: 1\nBuyer: 1\nSeller: 2\n ", "Trading session: 00000000000000001\nBuyer: 1\nSeller: 2",
        ])
    func nearlyNote(text: String) {
        #expect(AgentTransferNote(text) == nil)
    }

    @Test("a note fits the account of the one whose amount it explains (SMP 15.7)", arguments: AgentTransferNote.Kind.allCases)
    func noteFits(kind: AgentTransferNote.Kind) {
        let note = AgentTransferNote(turnID: 1, kind: kind, firstID: 10, secondID: 20)
        let (sender, recipient): (CreditorID, CreditorID) = kind == .collecting ? (20, 10) : (10, 20)
        #expect(note.fits(sender, acquiredAmount: -1) && !note.fits(sender, acquiredAmount: 1))
        #expect(note.fits(recipient, acquiredAmount: 1) && !note.fits(recipient, acquiredAmount: -1))
        #expect(!note.fits(30, acquiredAmount: 1) && !note.fits(30, acquiredAmount: -1))
    }

    private static func note(_ vector: JSONValue) -> AgentTransferNote {
        let kinds: [String: AgentTransferNote.Kind] = [
            "COLLECTING": .collecting, "SENDING": .sending, "DISPATCHING": .dispatching, "MOVING": .moving,
        ]
        return AgentTransferNote(
            turnID: TurnID(Int32(vector["turn_id"].int64)), kind: kinds[vector["kind"].text]!,
            firstID: CreditorID(vector["first_id"].int64), secondID: CreditorID(vector["second_id"].int64))
    }

    @Test(
        "periods",
        arguments: [
            ("1d", Duration.seconds(86_400)), ("2h", .seconds(7200)), ("10m", .seconds(600)), ("2.5h", .seconds(9000)),
            ("60s", .seconds(60)), ("60", .seconds(60)), (".5h", .seconds(1800)), ("3w", .seconds(1_814_400)),
            ("5e-1h", .seconds(1800)), ("5e1d", .seconds(4_320_000)), ("1000 ", .seconds(1000)), ("1000s\n", .seconds(1000)),
            ("0.0000015s", .microseconds(2)), ("0.0000005s", .zero), ("-0", .zero), ("+5s", .seconds(5)),
            ("999999999d", .seconds(86_399_999_913_600)),
        ])
    func period(text: String, expected: Duration) {
        #expect(SettingText.period(text) == expected)
    }

    @Test(
        "texts that are no periods",
        arguments: [
            "", " 1d", "1 d", "1S", "s", "1.2.3", "5e", "1_0", "1,5h", "1d2h", "0x10", "nan", "-1", "1e400s", "1000000000d",
            "inf", "١",
        ])
    func noPeriod(text: String) {
        #expect(SettingText.period(text) == nil)
    }

    @Test(
        "integers and floats in the environment",
        arguments: [
            ("7", 7, 7.0), (" -7\n", -7, -7), ("+1_000", 1000, nil), ("007", 7, 7), ("7.0", nil, 7), ("1e3", nil, 1000),
            ("", nil, nil),
            ("9223372036854775808", nil, 0x1p63), ("nan", nil, nil), ("1e999", nil, nil), ("_1", nil, nil), ("1__0", nil, nil),
            (".5", nil, 0.5),
        ] as [(String, Int64?, Double?)])
    func numbers(text: String, integer: Int64?, float: Double?) {
        #expect(SettingText.integer(text) == integer)
        #expect(SettingText.float(text) == float)
    }
}
