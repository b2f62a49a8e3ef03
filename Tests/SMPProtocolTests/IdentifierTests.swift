import SMPProtocol
import TestSupport
import Testing

@Suite("Ids, sequence numbers, moments")
struct IdentifierTests {
    private static let vectors = VectorFile.load("ids")

    @Test("signed and unsigned forms are two's complements", arguments: vectors["i64_to_u64"].list)
    func unsignedForm(vector: JSONValue) {
        let id = DebtorID(vector["i64"].int64)
        #expect(id.unsignedText == vector["u64"].text)
        #expect(DebtorID(unsigned: id.unsigned) == id)
        #expect(DebtorID(pathSegment: vector["u64"].text) == id)
    }

    @Test("an unsigned number beyond 64 bits is no id", arguments: vectors["u64_to_i64"].list)
    func signedForm(vector: JSONValue) {
        let id = UInt64(vector["u64"].text).map { CreditorID(unsigned: $0) }
        #expect(id == (vector.isError ? nil : CreditorID(vector["result"].int64)))
    }

    @Test("a path segment is a plain unsigned decimal", arguments: vectors["int64_path_segment"].list)
    func pathSegment(vector: JSONValue) {
        let id = CreditorID(pathSegment: vector["segment"].text)
        #expect(id == (vector.isError ? nil : CreditorID(vector["result"].int64)))
        if let id { #expect(id.unsignedText == vector["segment"].text) }
    }

    @Test("ids in the environment", arguments: vectors["env_id"].list)
    func environmentID(vector: JSONValue) {
        // What the public implementation takes beyond the specification.
        let refusedQuirks = ["True", "(5)", "- 5", "00"]
        let text = vector["text"].text
        let isRefused = vector.isError || refusedQuirks.contains(text)
        #expect(SettingText.id(text, as: CreditorID.self) == (isRefused ? nil : CreditorID(vector["result"].int64)))
    }

    @Test("booleans in the environment", arguments: vectors["env_bool"].list)
    func environmentBoolean(vector: JSONValue) {
        #expect(SettingText.boolean(vector["text"].text) == vector["result"].flag)
    }

    @Test("a sequence number wraps", arguments: vectors["increment_seqnum"].list)
    func nextSequenceNumber(vector: JSONValue) {
        let number = SequenceNumber(Int32(vector["n"].int64))
        #expect(number.next.rawValue == Int32(vector["result"].int64))
        #expect(number.next.isLater(than: number))
    }

    @Test("sequence numbers are compared on the circle", arguments: vectors["seqnum_gt"].list)
    func laterSequenceNumber(vector: JSONValue) {
        let a = SequenceNumber(Int32(vector["a"].int64))
        let b = SequenceNumber(Int32(vector["b"].int64))
        #expect(a.isLater(than: b) == vector["a_is_later"].flag)
    }

    @Test("a later event", arguments: vectors["is_later_event"].list)
    func laterEvent(vector: JSONValue) {
        let other = Timestamp(seconds: 1_700_000_000)
        let isOtherAbsent = vector.optional("ts_minus_other_ts_seconds") == nil
        let distance = vector.optional("ts_minus_other_ts_seconds")?.real ?? 0
        let event = EventStamp(
            ts: other.adding(microseconds: Int64((distance * 1e6).rounded())),
            seqnum: SequenceNumber(Int32(vector["seqnum"].int64)))
        let otherSeqnum = vector.optional("other_seqnum").map { SequenceNumber(Int32($0.int64)) }
        #expect(event.isLater(thanTs: isOtherAbsent ? nil : other, seqnum: otherSeqnum) == vector["result"].flag)
    }

    @Test("days since 1970 in 24 bits", arguments: vectors["date_to_int24"].list)
    func days(vector: JSONValue) throws {
        let date = try #require(CalendarDate(iso8601: vector["date"].text))
        #expect(date.daysIn24Bits.map(Int64.init) == vector["result"].int64)
    }

    @Test("days before 1970 do not fit in 24 bits without a sign")
    func daysBefore1970() {
        #expect(CalendarDate(rawValue: -1).daysIn24Bits == nil)
        #expect(CalendarDate(rawValue: 0x100_0000).daysIn24Bits == nil)
    }

    @Test("arithmetic of moments saturates")
    func saturation() {
        let last = Timestamp(rawValue: .max)
        let first = Timestamp(rawValue: .min)
        #expect(last.adding(microseconds: 1) == last)
        #expect(first.adding(days: -1) == first)
        #expect(last.adding(seconds: .max) == last)
        #expect(Timestamp.epoch.adding(seconds: .min) == first)
        #expect(last.microseconds(since: first) == .max)
        #expect(first.microseconds(since: last) == .min)
        #expect(last.iso8601 == "9999-12-31T23:59:59.999999+00:00")
        #expect(first.iso8601 == "0001-01-01T00:00:00+00:00")
        #expect(CalendarDate(rawValue: .max).iso8601 == "9999-12-31")
        #expect(CalendarDate(rawValue: .min).iso8601 == "0001-01-01")
    }

    @Test("every day of four centuries, and the borders of all others, survive being written and read")
    func calendar() throws {
        var expected = CalendarDate.earliest
        for year in 1...9999 where (1600...2000).contains(year) || year % 100 < 2 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = CalendarDate(year: year, month: month, day: day) else { continue }
                    let (readYear, readMonth, readDay) = date.components
                    try #require((readYear, readMonth, readDay) == (year, month, day))
                    if year > 1600, year <= 2000 { try #require(date.rawValue == expected.rawValue + 1) }
                    expected = date
                }
            }
        }
        #expect(CalendarDate(year: 1, month: 1, day: 1) == .earliest)
        #expect(CalendarDate(year: 9999, month: 12, day: 31) == .latest)
    }

    @Test("an account id has at most 100 code points and no U+0000")
    func accountID() {
        #expect(AccountID(String(repeating: "é", count: 100))?.isASCII == false)
        #expect(AccountID(String(repeating: "a", count: 101)) == nil)
        #expect(AccountID("a\u{0}") == nil)
        #expect(AccountID("")?.isEmpty == true)
    }

    @Test("a coordinator type has 1 to 30 ASCII characters")
    func coordinatorType() {
        #expect(CoordinatorType(rawValue: "direct") == .direct)
        #expect(CoordinatorType(rawValue: "") == nil)
        #expect(CoordinatorType(rawValue: String(repeating: "x", count: 31)) == nil)
        #expect(CoordinatorType(rawValue: "ж") == nil)
    }
}
