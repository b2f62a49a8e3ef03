import BenchmarkKit
import Foundation
import Synchronization

/// The debtors of the benchmark, and the requests that they make.
struct Issuers: Sendable {
    static let superuser = "debtors-superuser"

    let first: Int64
    let count: Int
    /// Of each debtor, where its document is.
    private let documents: [String]

    /// Activates the debtors, configures them, and publishes a document of each.
    init(count: Int, url: String) {
        // Inside of the range of development.env; elsewhere in each run, so that a database can be used again.
        let first = 0x1234_abcd_0000_0000 + Int64.random(in: 1...16_000) * 1000
        self.first = first
        self.count = count
        let load = HTTPLoad(url: url, connections: 8)!
        let documents = Mutex([String](repeating: "", count: count))
        @Sendable func path(_ number: Int, _ rest: String) -> String { "/debtors/\(first + Int64(number))/\(rest)" }
        load.run(count, status: 200) { .init("POST", path($0, "activate"), token: Self.superuser, body: "{}") }
        load.run(count, status: 201) {
            .init(
                "POST", path($0, "documents/"), token: "debtors:\(first + Int64($0))", body: Self.document,
                contentType: "application/vnd.swaptacular.coin-info+json")
        } answered: { number, response in
            let location = response.location ?? ""
            documents.withLock { $0[number] = String(location[location.range(of: "/debtors/")!.lowerBound...]) }
        }
        let places = documents.withLock { $0 }
        load.run(count, status: 200) { number in
            let data = #"{\"type\":\"RootConfigData\",\"rate\":0,\"info\":{\"type\":\"DebtorInfo\",\"iri\":\"\#(url)\#(places[number])\"}}"#
            return .init(
                "PATCH", path(number, "config"), token: "debtors:\(first + Int64(number))",
                body: #"{"latestUpdateId":2,"configData":"\#(data)"}"#)
        }
        self.documents = places
    }

    /// About as long as a real one.
    private static let document =
        #"{"type":"CoinInfo","latestDebtorInfo":{"uri":"https://example.com/debtors/1/public"},"#
        + #""debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:1"},"debtorName":"A village","summary":""#
        + String(repeating: "Money that the village owes. ", count: 20) + #"","amountDivisor":100,"decimalPlaces":2,"unit":"Hour"}"#

    private func id(_ number: Int) -> Int64 { first + Int64(number % count) }
    private func token(_ number: Int) -> String { "debtors:\(id(number))" }

    func getDebtor(_ number: Int) -> HTTPLoad.Request { .init("GET", "/debtors/\(id(number))/", token: token(number)) }

    func getDocument(_ number: Int) -> HTTPLoad.Request { .init("GET", documents[number % count], token: nil) }

    /// - Parameter series: tells the transfers of one case from those of another.
    func postTransfer(_ number: Int, series: Int) -> HTTPLoad.Request {
        let uuid = String(format: "5d2f1c1e-7a3b-4f53-%04x-%012x", series, number)
        let body =
            #"{"transferUuid":"\#(uuid)","recipient":{"uri":"swpt:\#(id(number))/1111"},"#
            + #""amount":1000,"noteFormat":"","note":"April rent"}"#
        return .init("POST", "/debtors/\(id(number))/transfers/", token: token(number), body: body)
    }
}
