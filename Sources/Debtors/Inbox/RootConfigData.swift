import SMPProtocol

/// The text that debtors configure their accounts with. The accounting authority interprets it; all that the node itself wants to
/// know is where the public description of the currency is (DA 10.4).
enum RootConfigData {
    private static let limits = JSONLimits.document(maximumBytes: AccountConfiguration.dataMaxBytes)

    /// `info.iri` of the JSON document; nil when there is no such text, or the document is none.
    static func infoIRI(_ configData: String) -> String? {
        guard let document = try? JSONValue(json: Array(configData.utf8), limits: limits),
            case .object(let root) = document,
            case .object(let info)? = root["info"],
            case .string(let iri)? = info["iri"],
            !iri.utf8.contains(0)
        else { return nil }
        return iri
    }
}
