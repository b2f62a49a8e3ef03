import SMPProtocol
import Testing

@testable import NodeKit

@Suite("Bodies that all APIs share")
struct SharedBodyTests {
    private func json(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test(
        "a successful transfer shows its amount, a failed one zero and why; what was locked is told only where the amount was not available"
    )
    func transferResults() {
        func text(_ errorCode: String?, _ totalLockedAmount: Int64?) -> String {
            let result = TransferResultBody(
                amount: 7, finalizedAt: Timestamp(seconds: 0), errorCode: errorCode, totalLockedAmount: totalLockedAmount)
            return json { $0.result("result", result) }
        }
        let head = "{\"result\":{\"type\":\"TransferResult\",\"finalizedAt\":\"1970-01-01T00:00:00+00:00\",\"committedAmount\":"
        #expect(text(nil, nil) == head + "7}}")
        #expect(text("TIMEOUT", 5) == head + "0,\"error\":{\"type\":\"TransferError\",\"errorCode\":\"TIMEOUT\"}}}")
        let unavailable = "0,\"error\":{\"type\":\"TransferError\",\"errorCode\":\"INSUFFICIENT_AVAILABLE_AMOUNT\",\"totalLockedAmount\":"
        #expect(text(StatusCode.insufficientAvailableAmount, 5) == head + unavailable + "5}}}")
        #expect(text(StatusCode.insufficientAvailableAmount, nil) == head + unavailable + "0}}}")
    }

    @Test(
        "a client should look again after as long as it has taken so far, and not sooner than is usual",
        arguments: [(0, 10), (9, 10), (11, 11), (-5, 10)])
    func checkup(ageSeconds: Int64, expectedSeconds: Int64) {
        let begin = Timestamp(seconds: 1000)
        let now = begin.adding(microseconds: ageSeconds * 1_000_000)
        #expect(
            transferCheckup(initiatedAt: begin, now: now, approximateSeconds: 10) == now.adding(microseconds: expectedSeconds * 1_000_000))
    }

    @Test("the last page of references has no next one")
    func pages() {
        func page(_ items: [String], next: String?) -> String {
            json { json in
                json.key("page")
                json.referencesPage(uri: "/x?", items: items, next: next)
            }
        }
        let head = "{\"page\":{\"type\":\"ObjectReferencesPage\",\"uri\":\"/x?\",\"items\":["
        #expect(page(["1/", "2/"], next: "?prev=2") == head + "{\"uri\":\"1/\"},{\"uri\":\"2/\"}],\"next\":\"?prev=2\"}}")
        #expect(page([], next: nil) == head + "]}}")
    }

    @Test(
        "notes have a format of at most eight letters, digits, points and hyphens",
        arguments: [("", true), ("payment0", true), ("A.-9", true), ("123456789", false), ("ä", false), ("a b", false)])
    func noteFormats(text: String, isRight: Bool) {
        #expect(TransferCreationBody.isNoteFormat(text) == isRight)
    }
}
