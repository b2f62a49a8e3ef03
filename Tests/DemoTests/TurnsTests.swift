import SMPProtocol
import Testing

@testable import Demo

@Suite struct TurnsTests {
    private func turn(_ id: Int64, phase: Int64) throws -> TradeAdministration.Turn {
        try TradeAdministration.Turn(["turn_id": JSONValue(id), "phase": JSONValue(phase), "started_at": "2026-01-01T00:00:00+00:00"])
    }

    @Test func aTurnThatHasBeenLookedAtIsNotTheNextOne() throws {
        #expect(try turn(6, phase: 2).takesOffers(after: nil))
        #expect(try !turn(6, phase: 4).takesOffers(after: TurnID(6)))
        #expect(try turn(7, phase: 2).takesOffers(after: TurnID(6)))
        #expect(try !turn(7, phase: 1).takesOffers(after: TurnID(6)))
    }
}
