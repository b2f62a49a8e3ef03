import NodeKit
import SMPProtocol
import WebFetch

/// Fetches the documents of currencies (TW-10).
enum FetchDebtorInfos: RoleDescription {
    typealias Assembly = WorkerNode
    static let command = "fetch_debtor_infos"
    static let abstract = "Fetches the documents of currencies."

    /// One for each fetcher: it does one thing with the database at a time.
    static func connections(_ settings: TradeConfiguration) -> Int { settings.documents.processes }

    static func role(_ node: WorkerNode) throws -> (any NodeRole)? { node.fetcher(node.settings.fetching) }
}

/// How documents are fetched, as the variables say it and options of the command change it.
struct FetchSettings: Sendable {
    /// How many fetchers; 0: none.
    var processes: Int
    var pace: FetchLoop.Pace
    var limits: DocumentFetcher.Limits

    /// Requests at once, of each fetcher.
    var connections: Int {
        get { limits.connections }
        set {
            pace.connections = newValue
            limits.connections = newValue
            limits.connectionsPerHost = FetchBoard.connectionsPerHost(of: newValue)
        }
    }

    /// For a whole request.
    var timeoutSeconds: Double {
        get { limits.timeoutSeconds }
        set {
            pace.timeoutSeconds = newValue
            limits.timeoutSeconds = newValue
        }
    }
}

extension TradeConfiguration {
    /// How documents are fetched. The base currency's document may be anywhere: the operator has chosen where.
    var fetching: FetchSettings {
        let base = market.baseLocator.value.flatMap { AddressPolicy.Exception(url: $0) }
        var settings = FetchSettings(
            processes: documents.processes,
            pace: FetchLoop.Pace(burstCount: documents.burstCount, waitSeconds: documents.waitSeconds),
            limits: DocumentFetcher.Limits(
                maxBytes: documents.maxBytes, certificateFile: documents.certificateFile,
                verifiesCertificates: documents.verifiesCertificates, privateHosts: documents.privateHosts + [base].compactMap(\.self)))
        settings.connections = documents.connections
        settings.timeoutSeconds = documents.timeoutSeconds
        return settings
    }
}

extension WorkerNode {
    /// All fetchers of a process.
    func fetcher(_ settings: FetchSettings) -> any NodeRole {
        let name = FetchDebtorInfos.command
        let wakeUp = core.wakeUps.subscribe(to: .fetching)
        let (store, realm) = (store, self.settings.common.shard.realm)
        return Role(name) {
            try await Workers.run(settings.processes) { _ in
                let documents = DocumentFetcher(settings.limits)
                try await FetchLoop(
                    name: name, store: store, realm: realm, pace: settings.pace, fetch: { await documents.fetch($0) }, wakeUp: wakeUp
                ).run()
            }
        }
    }
}
