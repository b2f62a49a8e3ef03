import Foundation
import Synchronization
import TestSupport
import WebFetch

@testable import Trade

/// A TLS server with documents, good and bad, and what a fetcher needs to trust it.
struct DocumentServer: Sendable {
    typealias Handler = @Sendable (ReceivedRequest, LocalConnection) throws -> Void

    private let http: HTTPServer
    let certificateFile: String

    static let mediaType = "application/vnd.swaptacular.coin-info+json"

    init(_ handler: @escaping Handler) throws {
        http = try HTTPServer(certificate: .localhost, handler)
        let file = FileManager.default.temporaryDirectory.appending(path: "ca-\(UUID()).pem")
        try Data(TestCertificate.localhost.certificate.utf8).write(to: file)
        certificateFile = file.path
    }

    /// Ends the server.
    func close() {
        http.server.close()
        try? FileManager.default.removeItem(atPath: certificateFile)
    }

    var port: UInt16 { http.server.port }

    func url(_ path: String, host: String? = nil) -> String { http.url(path, host: host) }

    /// The paths that were asked for.
    var asked: [String] { http.received.all.map(\.target) }

    /// A fetcher that may ask this server, under both its names, and otherwise public hosts only.
    func fetcher(timeoutSeconds: Double = 30, connections: Int = 100, maxBytes: Int = 50_000) -> DocumentFetcher {
        let port = http.server.port
        return DocumentFetcher(
            DocumentFetcher.Limits(
                connections: connections, connectionsPerHost: FetchBoard.connectionsPerHost(of: connections),
                timeoutSeconds: timeoutSeconds, maxBytes: maxBytes, certificateFile: certificateFile,
                privateHosts: ["127.0.0.1:\(port)", "localhost:\(port)"].compactMap { AddressPolicy.Exception($0) }))
    }
}

extension LocalConnection {
    /// Responds with a document.
    func respond(document: String, mediaType: String = DocumentServer.mediaType) throws {
        try respond(headers: ["Content-Type: \(mediaType)"], document)
    }
}

extension LocatedCoinInfo {
    /// As its issuer would write it.
    var document: String {
        let peg = info.peg.map {
            """
            ,"peg":{"type":"Peg","latestDebtorInfo":{"uri":"\($0.locator)"},\
            "debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:\($0.debtor)"},"exchangeRate":\($0.exchangeRate)}
            """
        }
        return """
            {"type":"CoinInfo","latestDebtorInfo":{"uri":"\(locator)"},\
            "debtorIdentity":{"type":"DebtorIdentity","uri":"swpt:\(info.debtor)"}\(peg ?? "")}
            """
    }
}
