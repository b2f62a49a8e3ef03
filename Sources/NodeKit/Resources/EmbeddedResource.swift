import CNodeResources

/// A file of the folder `services` that is part of every node's program: the description of an API, a step of a schema. The list of them
/// is the table in `Sources/CNodeResources/resources.c`.
public struct EmbeddedResource: Hashable, Sendable {
    /// Its path below `services`: `debtors/openapi.json`.
    public let path: String
    /// What is in it: text in UTF-8.
    public let bytes: [UInt8]

    /// What is in it, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Every file, in the order of the paths.
    public static let all = (0..<node_resource_count()).map { index in
        let resource = node_resource_at(index)
        var count = 0
        while resource.text[count] != 0 { count += 1 }
        return EmbeddedResource(
            path: String(cString: resource.path), bytes: Array(UnsafeBufferPointer(start: resource.text, count: count)))
    }

    /// The file with this path, which must be in the table.
    public static func at(_ path: String) -> EmbeddedResource {
        guard let resource = all.first(where: { $0.path == path }) else { preconditionFailure("no resource \(path) is embedded") }
        return resource
    }
}
