/// Which texts are keys. `String` takes two texts for one when Unicode calls them canonically equivalent: two tokens would share an answer,
/// two URLs a document. What somebody else has chosen is an `ExactText` wherever it is a key.
public enum TextKeys {
    /// Files whose keys are words of ours, variables and options that the operator names, or hosts that share a limit.
    public static let ownWords: Set<String> = [
        "Sources/Creditors/API/KnowledgeDocument.swift", "Sources/Messaging/URL/BrokerURLQuery.swift",
        "Sources/NodeKit/Configuration/ConfigurationReader.swift",
        "Sources/NodeKit/Configuration/ProcessEnvironment.swift", "Sources/NodeKit/Inbox/Outage.swift",
        "Sources/NodeKit/Logging/LogLine.swift", "Sources/NodeKit/Logging/NodeLogHandler.swift",
        "Sources/NodeKit/Settings/DatabaseSettings.swift",
        "Sources/NodeKit/Settings/ScanWalk.swift", "Sources/NodeKit/Web/APIRequest.swift", "Sources/NodeKit/Web/CORS.swift",
        "Sources/NodeKit/Web/Listener/ConnectionTable.swift", "Sources/NodeKit/Web/PathPattern.swift",
        "Sources/NodeKit/Web/PermissionCheck.swift",
        "Sources/NodeKit/Web/RouteTable.swift", "Sources/Persistence/Configuration/DatabaseConfiguration.swift",
        "Sources/Persistence/Connection/Session+Connect.swift", "Sources/Persistence/Errors/PostgresError.swift",
        "Sources/Persistence/URL/DatabaseURL.swift", "Sources/Persistence/URL/DatabaseURLParser.swift",
        "Sources/Sandbox/Authority/Authority.swift", "Sources/Sandbox/Inbox/RootConfigData.swift", "Sources/Sandbox/Outbox/FaultDial.swift",
        "Sources/SharedCache/RedisURL.swift", "Sources/SMPProtocol/JSON/ValueCoercion.swift", "Sources/Trade/WhatIf/Files/MarketFile.swift",
        "Sources/Trade/Worker/Domain/DebtorInfos/FetchBoard.swift", "Sources/WebFetch/ConnectionSlots.swift",
    ]

    /// Types of dictionaries and sets that are keyed by `String`, in the libraries; the demo's story has only names of its own.
    public static func findings(_ project: Project) -> [Finding] {
        let looked = project.sources.filter {
            $0.path.hasPrefix("Sources/") && !$0.path.hasPrefix("Sources/Demo/") && !ownWords.contains($0.path)
        }
        return looked.flatMap { file in lines(file.code).map { Finding(file.path, $0, "a key that is a String; take an ExactText") } }
    }

    private static func lines(_ code: [Token]) -> [Int] {
        code.indices.dropLast(2).compactMap { place in
            guard code[place + 1].isWord("String") else { return nil }
            let (before, after) = (code[place], code[place + 2])
            let isDictionary = before.isSymbol("[") && after.isSymbol(":")
            let isGeneric =
                before.isSymbol("<") && place > 0
                && (code[place - 1].isWord("Set") && after.isSymbol(">") || code[place - 1].isWord("Dictionary") && after.isSymbol(","))
            return isDictionary || isGeneric ? before.line : nil
        }
    }
}
