import Testing

@testable import NodeKit

@Suite("What a connection is doing, and until when")
struct ConnectionLifeTests {
    private static let patience = ConnectionPatience(
        idle: .seconds(100), head: .seconds(10), answer: .seconds(50), farewell: .seconds(2))
    private let epoch = ContinuousClock.now

    private func moment(_ seconds: Int) -> ContinuousClock.Instant { epoch + .seconds(seconds) }

    private func life(_ events: (inout ConnectionLife) -> Void) -> ConnectionLife {
        var life = ConnectionLife(Self.patience, at: epoch)
        events(&life)
        return life
    }

    @Test("before a request, and between two, it may be idle")
    func idle() {
        #expect(life { _ in }.deadline == moment(100))
        let answered = life { life in
            life.noteBytes(at: moment(1))
            life.noteHead(at: moment(2))
            life.noteEndOfRequest(at: moment(2))
            life.noteAnswer(at: moment(3))
            life.noteEndOfAnswer(at: moment(4))
        }
        #expect(answered.deadline == moment(104))
        #expect(answered.isDispensable)
    }

    @Test("a head that comes byte by byte has a limit that does not move")
    func drippedHead() {
        let life = life { life in for second in 1...9 { life.noteBytes(at: moment(second)) } }
        #expect(life.deadline == moment(11))
        #expect(life.isDispensable)
    }

    @Test("while a request is handled it has limits of its own, and the connection stays")
    func handling() {
        let life = life { life in
            life.noteBytes(at: moment(1))
            life.noteHead(at: moment(2))
            life.noteBytes(at: moment(3))
        }
        #expect(life.deadline == nil)
        #expect(!life.isDispensable)
    }

    @Test("a client that does not take its answer is given up")
    func answer() {
        let life = life { life in
            life.noteHead(at: moment(2))
            life.noteEndOfRequest(at: moment(2))
            life.noteAnswer(at: moment(3))
        }
        #expect(life.deadline == moment(53))
    }

    @Test("a body that still comes after the answer has a short limit that does not move")
    func drippedBody() {
        let life = life { life in
            life.noteHead(at: moment(1))
            life.noteAnswer(at: moment(2))
            life.noteEndOfAnswer(at: moment(2))
            life.noteBytes(at: moment(3))
        }
        #expect(life.deadline == moment(4))
        #expect(life.isDispensable)
    }

    @Test("when the body has come after all, the connection is idle")
    func lateEnd() {
        let life = life { life in
            life.noteHead(at: moment(1))
            life.noteAnswer(at: moment(2))
            life.noteEndOfAnswer(at: moment(2))
            life.noteEndOfRequest(at: moment(3))
        }
        #expect(life.deadline == moment(103))
    }

    @Test("a connection that is over has a short limit, however much comes")
    func over() {
        let refused = life { life in
            life.noteBytes(at: moment(1))
            life.noteEnd(at: moment(2))
            life.noteBytes(at: moment(3))
        }
        #expect(refused.deadline == moment(4))
        let last = life { life in
            life.noteHead(at: moment(1))
            life.noteEndOfRequest(at: moment(1))
            life.noteAnswer(at: moment(2))
            life.noteEnd(at: moment(3))
            life.noteEndOfAnswer(at: moment(3))
        }
        #expect(last.deadline == moment(5))
    }

    @Test("of several requests that were sent at once, the last answer counts")
    func pipelined() {
        let life = life { life in
            for _ in 1...2 {
                life.noteHead(at: moment(1))
                life.noteEndOfRequest(at: moment(1))
            }
            life.noteAnswer(at: moment(2))
            life.noteEndOfAnswer(at: moment(2))
        }
        #expect(life.deadline == nil)
        #expect(!life.isDispensable)
    }
}
