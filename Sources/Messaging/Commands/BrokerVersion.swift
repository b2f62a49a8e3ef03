/// The version that a broker says it has, e.g. 3.10.8.
public struct BrokerVersion: Sendable, Equatable, CustomStringConvertible {
    /// As the broker says it.
    public let description: String
    private let numbers: [Int]

    /// Reads the numbers at the beginning; nil when there are none.
    public init?(_ text: String) {
        let parts = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }.split(separator: ".").compactMap { Int($0) }
        guard parts.count >= 2 else { return nil }
        description = text
        numbers = parts
    }

    /// Whether what a quorum queue rejects arrives in a stream (SMP 9.2.3). Late releases of 3.11 do, too, but not all of them.
    public var deliversDeadLettersToStreams: Bool { !numbers.lexicographicallyPrecedes([3, 12]) }
}
