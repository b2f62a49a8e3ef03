import Foundation
import SMPProtocol

/// The test vectors in `protocol/vectors`, one file for each group.
public enum VectorFile {
    /// The project's `protocol` folder.
    public static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("protocol")

    /// The group of this name, e.g. `ids`.
    public static func load(_ group: String) -> JSONValue {
        do {
            let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent("vectors/\(group).json")))
            let document = try JSONValue(json: bytes, limits: .document(maximumBytes: 1 << 24))
            guard case .object(let members) = document, let vectors = members[group] else { fatalError("it has no member \(group)") }
            return vectors
        } catch {
            fatalError("protocol/vectors/\(group).json: \(error)")
        }
    }

    /// A group as values of a test's own type.
    public static func decode<Vectors: Decodable>(_ group: String, as type: Vectors.Type) -> Vectors {
        do {
            let bytes = try Data(contentsOf: folder.appendingPathComponent("vectors/\(group).json"))
            let document = try JSONDecoder().decode([String: Group<Vectors>].self, from: bytes)
            guard case .vectors(let vectors)? = document[group] else { fatalError("it has no member \(group)") }
            return vectors
        } catch {
            fatalError("protocol/vectors/\(group).json: \(error)")
        }
    }

    /// A member of a file: an explanation, or the vectors.
    private enum Group<Vectors: Decodable>: Decodable {
        case about
        case vectors(Vectors)

        init(from decoder: any Decoder) throws {
            if (try? decoder.singleValueContainer().decode(String.self)) != nil {
                self = .about
            } else {
                self = .vectors(try Vectors(from: decoder))
            }
        }
    }
}
