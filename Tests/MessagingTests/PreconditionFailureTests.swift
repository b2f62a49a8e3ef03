import Testing

@testable import Messaging

@Suite struct PreconditionFailureTests {
    @Test func `A broker's text is taken apart`() {
        let reason =
            "PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost '/': received 'quorum' but current is 'classic'"
        let failure = PreconditionFailure(object: "queue \"q\"", reason: reason)
        #expect(failure.argument == "x-queue-type")
        #expect(failure.declared == "'quorum'")
        #expect(failure.existing == "'classic'")
        #expect(failure.description == "queue \"q\" exists with another \"x-queue-type\": declared is 'quorum', existing is 'classic'")
    }

    @Test(arguments: ["", "PRECONDITION_FAILED", "inequivalent arg '", "inequivalent arg 'x", "inequivalent arg ''"])
    func `Another text is shown as it is`(_ reason: String) {
        let failure = PreconditionFailure(object: "queue \"q\"", reason: reason)
        #expect(failure.declared == nil && failure.existing == nil)
        #expect(failure.description.contains(reason.isEmpty ? "different" : reason))
    }
}
