import Testing

@Suite("The sums that the tests compare with")
struct ExactSumTests {
    @Test("a token more or less of 2^62 is seen, at any price")
    func tokens() {
        let half: Int64 = 1 << 62
        for price in [1, 0.9, 1e-30, 1e30, Float.leastNonzeroMagnitude, 0x1.fffffep127] as [Float] {
            for (difference, isNegative) in [(Int64(-1), true), (0, false), (1, false)] {
                var sum = ExactSum()
                sum.add(half + difference, at: price)
                sum.add(1e300)
                sum.add(-half, at: price)
                sum.add(-1e300)
                #expect(sum.isNegative == isNegative, "\(difference) at \(price)")
            }
        }
    }
}
