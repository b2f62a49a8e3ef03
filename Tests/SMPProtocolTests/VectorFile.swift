import Foundation
import SMPProtocol
import Testing

/// The test vectors in `protocol/vectors`, one file for each group.
enum VectorFile {
    /// The project's `protocol` folder.
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("protocol")

    /// The group of this name, e.g. `ids`.
    static func load(_ group: String) -> JSONValue {
        do {
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("vectors/\(group).json")))
            let document = try JSONValue(json: bytes, limits: .document(maximumBytes: 1 << 24))
            return document[group]
        } catch {
            fatalError("protocol/vectors/\(group).json: \(error)")
        }
    }
}

/// Short forms for looking into vectors; a vector that lacks what a test needs ends the test run.
extension JSONValue {
    subscript(name: String) -> JSONValue {
        guard case .object(let object) = self, let value = object[name] else { fatalError("no member \(name)") }
        return value
    }

    func optional(_ name: String) -> JSONValue? {
        guard case .object(let object) = self, let value = object[name], value != .null else { return nil }
        return value
    }

    var list: [JSONValue] {
        guard case .array(let elements) = self else { fatalError("not an array") }
        return elements
    }

    var members: [JSONObject.Member] {
        guard case .object(let object) = self else { fatalError("not an object") }
        return object.members
    }

    var text: String {
        guard case .string(let text) = self else { fatalError("not a text") }
        return text
    }

    var int64: Int64 {
        guard case .number(let number) = self, let value = number.int64 else { fatalError("not an integer of 64 bits") }
        return value
    }

    var real: Double {
        guard case .number(let number) = self else { fatalError("not a number") }
        return number.double
    }

    var flag: Bool {
        guard case .bool(let flag) = self else { fatalError("not a boolean") }
        return flag
    }

    /// Whether the vector says that the operation fails.
    var isError: Bool { optional("error") != nil }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}

/// Repeatable random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
