/// A sum of floating point numbers without any error (Shewchuk's expansions).
struct ExactSum {
    /// Without overlap, ascending.
    private var parts: [Double] = []

    var isNegative: Bool { (parts.last ?? 0) < 0 }

    mutating func add(_ number: Double) {
        var rest = number
        var next: [Double] = []
        for part in parts {
            let (large, small) = rest.magnitude < part.magnitude ? (part, rest) : (rest, part)
            let sum = large + small
            let error = small - (sum - large)
            if error != 0 { next.append(error) }
            rest = sum
        }
        if rest != 0 { next.append(rest) }
        parts = next
    }

    /// Adds what an amount is worth.
    mutating func add(_ amount: Int64, at price: Float) {
        // 24 bits times 24 bits are exact.
        var rest = amount.magnitude
        var unit = amount < 0 ? -1.0 : 1.0
        while rest > 0 {
            add(Double(rest & 0xff_ffff) * Double(price) * unit)
            rest >>= 24
            unit *= 0x1p24
        }
    }
}
