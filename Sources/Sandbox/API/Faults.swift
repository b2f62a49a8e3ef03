import NodeKit
import SMPProtocol

// The fault dial.

extension SandboxAPI {
    var faultEndpoints: [Endpoint] {
        [
            Endpoint(method: .get, path: "/faults", summary: "How the fault dial is set", isLight: true) { _ in
                let settings = await authority.faults
                return .json { $0.value(settings) }
            },
            Endpoint(
                method: .put, path: "/faults",
                summary: "Set the fault dial: probabilities delay, duplicate, reorder, drop, lose; "
                    + "seed, copies, maxDelaySeconds, reorderSeconds, directions, types, peers",
                body: .json, handler: setFaults),
        ]
    }

    /// What is absent has its default: `{}` switches all faults off.
    private func setFaults(_ request: APIRequest) async throws -> APIResponse {
        let settings = try request.decode { body in
            var settings = FaultDial.Settings()
            settings.seed = UInt64(body.optionalInteger("seed", in: 0...Int64.max) ?? 1)
            settings.delay = body.optionalNumber("delay", in: 0...1) ?? 0
            settings.duplicate = body.optionalNumber("duplicate", in: 0...1) ?? 0
            settings.reorder = body.optionalNumber("reorder", in: 0...1) ?? 0
            settings.drop = body.optionalNumber("drop", in: 0...1) ?? 0
            settings.lose = body.optionalNumber("lose", in: 0...1) ?? 0
            settings.copies = Int(body.optionalInteger("copies", in: 1...100) ?? 1)
            settings.maxDelaySeconds = body.optionalNumber("maxDelaySeconds", in: 0...60) ?? settings.maxDelaySeconds
            settings.reorderSeconds = body.optionalNumber("reorderSeconds", in: 0...60) ?? settings.reorderSeconds
            let directions = body.words("directions", ["incoming", "outgoing"])
            settings.isForIncoming = directions?.contains("incoming") ?? true
            settings.isForOutgoing = directions?.contains("outgoing") ?? true
            settings.kinds = body.words("types", MessageKind.allCases.map(\.typeName)).map {
                Set($0.compactMap { MessageKind(typeName: $0) })
            }
            settings.peers = body.words("peers", authority.peers.map(\.name)).map { Set($0) }
            return settings
        }
        await authority.setFaults(settings)
        return .json { $0.value(settings) }
    }
}

extension ObjectReader {
    mutating func optionalNumber(_ name: String, in range: ClosedRange<Double>) -> Double? {
        optionalValue(name) { json throws(FieldProblem) in
            let number = try json.double()
            guard range.contains(number) else { throw .outsideReals(range) }
            return number
        }
    }

    /// An array of known words.
    mutating func words(_ name: String, _ known: [String]) -> [String]? {
        optionalValue(name) { json throws(FieldProblem) in
            guard case .array(let elements) = json else { throw .rule("Not an array.") }
            var words: [String] = []
            for element in elements {
                let word = try element.text()
                guard known.contains(word) else { throw .patternMismatch }
                words.append(word)
            }
            return words
        }
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ settings: FaultDial.Settings) {
        beginObject()
        member("seed", Int64(bitPattern: settings.seed))
        member("delay", settings.delay)
        member("duplicate", settings.duplicate)
        member("reorder", settings.reorder)
        member("drop", settings.drop)
        member("lose", settings.lose)
        member("copies", settings.copies)
        member("maxDelaySeconds", settings.maxDelaySeconds)
        member("reorderSeconds", settings.reorderSeconds)
        key("directions")
        beginArray()
        if settings.isForIncoming { value("incoming") }
        if settings.isForOutgoing { value("outgoing") }
        endArray()
        if let kinds = settings.kinds {
            key("types")
            beginArray()
            for name in kinds.map(\.typeName).sorted() { value(name) }
            endArray()
        }
        if let peers = settings.peers {
            key("peers")
            beginArray()
            for name in peers.sorted() { value(name) }
            endArray()
        }
        endObject()
    }
}
