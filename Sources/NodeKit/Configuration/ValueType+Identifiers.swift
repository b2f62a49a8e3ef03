import SMPProtocol

extension ValueType where Value: WireIdentifier {
    /// An ID as environment variables write it (SMP 15.3): decimal, `0x…`, `0o…` or `0b…`, a sign, `_` between digits; −2^63 … 2^64−1, and
    /// what does not fit in a signed number becomes negative. Decimal numbers with a leading zero are refused.
    public static var id: ValueType {
        ValueType(
            name: "id", expected: "an ID, decimal or hexadecimal with 0x", describe: { "0x" + Hexadecimal.text(of: $0.unsigned) }
        ) { text in
            SettingText.id(text)
        }
    }
}

extension ValueType where Value == ShardingRealm {
    /// A binding key (SMP 14.1): up to `maximumBits` bits, each followed by a dot, then `#`.
    public static func bindingKey(maximumBits: Int = ShardingRealm.maximumBits) -> ValueType {
        let expected = "up to \(maximumBits) bits, each followed by a dot, then #"
        return ValueType(name: "key", expected: expected, range: expected, describe: \.bindingKey) { text in
            ShardingRealm(bindingKey: text).flatMap { $0.bitCount <= maximumBits ? $0 : nil }
        }
    }
}

extension ConfigurationReader {
    /// The condition that a node serves somebody.
    ///
    /// - Parameters:
    ///   - minimum: the variable with the lowest ID.
    ///   - maximum: the variable with the highest ID.
    public mutating func checkRange<ID: WireIdentifier>(_ range: IDRange<ID>, _ minimum: String, _ maximum: String) {
        check(!range.isEmpty, minimum, maximum, expected: "a lowest ID that is not greater than the highest; IDs count as signed numbers")
    }
}
