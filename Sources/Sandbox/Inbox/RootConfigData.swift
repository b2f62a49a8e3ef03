import SMPProtocol

/// Reads the configuration data of root accounts (AA 4.3).
struct RootConfigData: Sendable {
    /// Whether unknown members and later versions of the format are accepted (AA 4.3.3). The public authority refuses both, so the sandbox
    /// refuses them, too, unless it is told otherwise.
    var isLenient: Bool

    init(isLenient: Bool = false) {
        self.isLenient = isLenient
    }

    /// - Returns: nil for a text that the authority refuses. The empty text means the defaults.
    func parse(_ text: String) -> RootConfiguration? {
        if text.isEmpty { return RootConfiguration() }
        guard let document = try? JSONValue(json: Array(text.utf8), limits: .document(maximumBytes: 2000)),
            case .object(let root) = document,
            hasType("RootConfigData", root), knows(root, ["type", "rate", "limit", "info"])
        else { return nil }
        do {
            return RootConfiguration(
                rate: try root["rate"].map(rate) ?? 0, limit: try root["limit"].map { try $0.integer(in: 0...Int64.max) } ?? .max,
                info: try root["info"].map(info))
        } catch {
            return nil
        }
    }

    /// A rate that is allowed as written stays allowed in single precision: the limits are exact there.
    private func rate(_ value: JSONValue) throws(FieldProblem) -> Float {
        let rate = try value.double()
        let limits = AuthorityRules.interestRates
        guard (Double(limits.lowerBound)...Double(limits.upperBound)).contains(rate) else { throw .specialNumber }
        return Float(rate)
    }

    private func info(_ value: JSONValue) throws(FieldProblem) -> DebtorInfo {
        let info = try value.object()
        guard hasType("DebtorInfo", info), knows(info, ["type", "iri", "contentType", "sha256"]) else { throw .unknownField }
        guard let iri = info["iri"] else { throw .missing }
        let contentType = try info["contentType"]?.text(lengths: 0...100) ?? ""
        guard contentType.utf8.allSatisfy({ $0 < 0x80 }) else { throw .patternMismatch }
        return DebtorInfo(iri: try iri.text(lengths: 0...200), contentType: contentType, sha256: try info["sha256"].map(hash) ?? "")
    }

    private func hash(_ value: JSONValue) throws(FieldProblem) -> String {
        let text = try value.text()
        let isHash = text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }
        guard isHash else { throw .patternMismatch }
        return text
    }

    private func knows(_ object: JSONObject, _ names: Set<String>) -> Bool {
        isLenient || object.members.allSatisfy { names.contains($0.name) }
    }

    /// Whether the type is absent or this one; when lenient, also a version of it: `-v` and a number of up to six digits.
    private func hasType(_ name: String, _ object: JSONObject) -> Bool {
        guard let value = object["type"] else { return true }
        guard case .string(let type) = value else { return false }
        if type == name { return true }
        guard isLenient, type.hasPrefix(name + "-v") else { return false }
        let version = type.dropFirst(name.count + 2).utf8
        return (1...6).contains(version.count) && version.allSatisfy { (0x30...0x39).contains($0) } && version.first != 0x30
    }
}
