import Testing

@testable import NodeKit

@Suite("Restarts")
struct RestartPolicyTests {
    @Test("pauses grow while starts fail, up to a minute, and begin again after a long run")
    func pauses() {
        var policy = RestartPolicy()
        var pauses: [Duration] = []
        for _ in 0..<3 { pauses.append(policy.pause(afterRunOf: .seconds(29))) }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(3)])
        for _ in 0..<100 { _ = policy.pause(afterRunOf: .zero) }
        #expect(policy.pause(afterRunOf: .zero) == .seconds(60))
        #expect(policy.pause(afterRunOf: .seconds(30)) == .seconds(1))
        #expect(policy.pause(afterRunOf: .zero) == .seconds(2))
    }
}
