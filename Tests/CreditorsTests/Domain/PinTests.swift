import SMPProtocol
import Testing

@testable import Creditors

@Suite("PINs (CA-API 8, CA 17.5)")
struct PinTests {
    private let digest = PinDigest(secret: "key")
    private let week = 7 * Sample.day

    private func pin(_ digits: String) -> Pin {
        var pin = Pin.off(now: Sample.now)
        var creditor = Sample.creditor()
        var effects = Effects()
        pin.change(
            PinRequest(updateID: 2, status: .on, newSecret: digest.secret(for: digits, random: 1)), creditor: &creditor, now: Sample.now,
            effects: &effects)
        return pin
    }

    private func admits(_ pin: inout Pin, _ digits: String?, resetDays: Int64 = 7, now: Timestamp = Sample.now) -> Bool {
        pin.admits(
            digits, digest: { digest($0, salt: $1) }, resetIntervalMicroseconds: resetDays * Sample.day, now: now)
    }

    @Test("the digest is HMAC-SHA256 under the secret's UTF-8, over PIN and salt")
    func knownDigest() {
        // RFC 4231, test case 2, cut into "PIN" and "salt".
        let hmac = PinDigest(secret: "Jefe")("what do ya want ", salt: "for nothing?")
        #expect(Hexadecimal.text(of: hmac, .lower) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a salt is eight characters of Base64", arguments: [0, 1, UInt64.max, 0x0123_4567_89ab_cdef])
    func salt(random: UInt64) {
        let salt = PinDigest.salt(random)
        #expect(salt.utf8.count == 8)
        #expect(salt.utf8.allSatisfy { "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.contains($0) })
    }

    @Test(
        "the longer the PIN, the more failures are allowed",
        arguments: [(4, 3, 10), (5, 4, 31), (6, 6, 100), (7, 7, 316), (8, 9, 1000), (9, 10, 3162), (10, 12, 10000)])
    func limits(length: Int, consecutive: Int, accumulated: Int) {
        let pin = pin(String(repeating: "7", count: length))
        #expect(pin.maxConsecutiveFailures == consecutive)
        #expect(pin.maxAccumulatedFailures == accumulated)
    }

    @Test("a PIN that is off admits everybody and forgets consecutive failures")
    func off() {
        var pin = Pin.off(now: Sample.now)
        pin.consecutiveFailures = 2
        #expect(admits(&pin, nil) && admits(&pin, "9999"))
        #expect(pin.consecutiveFailures == 0)
    }

    @Test("without a PIN an attempt fails and is not counted")
    func absent() {
        var pin = pin("1234")
        for _ in 0..<20 { #expect(!admits(&pin, nil)) }
        #expect(pin.status == .on && pin.consecutiveFailures == 0 && pin.accumulatedFailures == 0)
    }

    @Test("two wrong attempts leave a PIN of four digits on, the third blocks it, and then even the right one fails")
    func blocking() {
        var pin = pin("1234")
        let version = pin.version
        #expect(!admits(&pin, "0000") && !admits(&pin, "0000"))
        #expect(pin.status == .on && pin.consecutiveFailures == 2 && pin.accumulatedFailures == 2)
        #expect(!admits(&pin, "0000"))
        #expect(pin.status == .blocked && pin.secret == nil)
        #expect(pin.consecutiveFailures == 3 && pin.accumulatedFailures == 0)
        #expect(!admits(&pin, "1234"))
        #expect(pin.version == version)
    }

    @Test("a right attempt forgets the consecutive failures but not the accumulated ones")
    func reset() {
        var pin = pin("1234")
        #expect(!admits(&pin, "0000") && !admits(&pin, "0000") && admits(&pin, "1234"))
        #expect(pin.consecutiveFailures == 0 && pin.accumulatedFailures == 2)
    }

    @Test("nine rounds of wrong and right leave the PIN on, the tenth wrong attempt blocks it")
    func accumulated() {
        var pin = pin("1234")
        for _ in 0..<9 { #expect(!admits(&pin, "0000") && admits(&pin, "1234")) }
        #expect(pin.status == .on && pin.accumulatedFailures == 9)
        #expect(!admits(&pin, "0000"))
        #expect(pin.status == .blocked)
    }

    @Test("accumulated failures are forgotten after the interval")
    func forgotten() {
        var pin = pin("1234")
        for _ in 0..<40 { #expect(!admits(&pin, "0000", resetDays: -10) && admits(&pin, "1234", resetDays: -10)) }
        #expect(pin.status == .on && pin.accumulatedFailures == 1)
    }

    @Test("rows without a salt are verified with an empty one")
    func oldRows() {
        var pin = pin("1234")
        pin.secret = .init(length: 4, hmac: digest("1234", salt: ""), salt: nil)
        #expect(admits(&pin, "1234"))
    }

    @Test("a change keeps the accumulated failures, forgets the consecutive ones, and is logged")
    func change() {
        var pin = pin("1234")
        #expect(!admits(&pin, "0000"))
        var creditor = Sample.creditor()
        var effects = Effects()
        #expect(pin.allowsChange(to: 3) && !pin.allowsChange(to: 2) && !pin.allowsChange(to: 4))
        pin.change(PinRequest(updateID: 3, status: .off, newSecret: nil), creditor: &creditor, now: Sample.now, effects: &effects)
        #expect(pin.status == .off && pin.secret == nil && pin.consecutiveFailures == 0 && pin.accumulatedFailures == 1)
        #expect(pin.version.id == 3)
        #expect(effects.log.map(\.object) == [.pinInfo] && effects.log[0].updateID == 3)
    }
}
