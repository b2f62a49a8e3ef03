/// The ASCII form of labels of international host names (RFC 3492).
enum Punycode {
    private static let base = 36
    private static let minThreshold = 1
    private static let maxThreshold = 26
    private static let initialBias = 72
    private static let initialCodePoint = 128
    /// Longer labels are not valid in host names, and the algorithm is quadratic.
    private static let maxScalars = 63

    /// The code without the prefix `xn--`; nil when the label is too long to be one.
    static func encode(_ label: String) -> String? {
        let input = label.unicodeScalars.map { Int($0.value) }
        guard input.count <= maxScalars else { return nil }

        var output = input.filter { $0 < initialCodePoint }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }

        var codePoint = initialCodePoint
        var delta = 0
        var bias = initialBias
        var handled = basicCount
        while handled < input.count {
            let next = input.filter { $0 >= codePoint }.min()!
            delta += (next - codePoint) * (handled + 1)
            codePoint = next
            for scalar in input {
                if scalar < codePoint { delta += 1 }
                guard scalar == codePoint else { continue }
                append(delta, bias: bias, to: &output)
                bias = adapted(delta: delta, count: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            codePoint += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// A number with digits of varying weight, the least one first.
    private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
        var rest = delta
        var position = base
        while true {
            let threshold = min(max(position - bias, minThreshold), maxThreshold)
            if rest < threshold { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            position += base
        }
        output.append(digit(rest))
    }

    private static func digit(_ value: Int) -> UInt8 {
        value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
    }

    private static func adapted(delta: Int, count: Int, isFirst: Bool) -> Int {
        let damp = 700
        let skew = 38
        var delta = isFirst ? delta / damp : delta / 2
        delta += delta / count
        var k = 0
        while delta > (base - minThreshold) * maxThreshold / 2 {
            delta /= base - minThreshold
            k += base
        }
        return k + (base - minThreshold + 1) * delta / (delta + skew)
    }
}
