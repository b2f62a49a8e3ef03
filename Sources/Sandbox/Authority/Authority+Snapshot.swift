import NodeKit
import SMPProtocol

// The state as a document, and a memory that outlives the process (AA 12.1.9). A sandbox with a file hands a message over only after the
// state that has led to it is in the file, the message included: whatever happens then, nothing that anybody was told or promised is
// missing afterwards.

extension Authority {
    /// The state now.
    var snapshot: SandboxSnapshot { snapshot(with: staged) }

    private func snapshot(with staged: [Staged]) -> SandboxSnapshot {
        SandboxSnapshot(
            clockOffsetMicroseconds: clock.offsetMicroseconds, book: book.snapshot,
            waiting: peers.map(\.outlet).uniqued().flatMap(\.waiting) + staged.map(\.parcel.emission))
    }

    /// Goes on from a snapshot, and sends what was on its way at its time. What the books were before is forgotten.
    ///
    /// - Throws: ``SnapshotError``; then nothing has changed.
    func restore(_ snapshot: SandboxSnapshot) throws(SnapshotError) -> (messages: Int, ticket: Ticket) {
        let waiting = try snapshot.emissions()
        let book = try Book(rules: book.rules, snapshot: snapshot.book, parseRootConfiguration: book.parseRootConfiguration)
        replace(book)
        clock.offsetMicroseconds = snapshot.clockOffsetMicroseconds
        payments.removeAll()
        return resend(waiting, now: clock.now)
    }

    /// Hands over what is decided.
    func flush() {
        guard file != nil else { return release(takeStaged()) }
        guard !isSaving else { return }
        isSaving = true
        Task { await saveAndRelease() }
    }

    /// Everything that is not for a node that is cut off.
    private func takeStaged() -> [Staged] {
        guard !paused.isEmpty else {
            defer { staged.removeAll(keepingCapacity: true) }
            return staged
        }
        let taken = staged.filter { !paused.contains($0.peer.name) }
        staged.removeAll { !paused.contains($0.peer.name) }
        return taken
    }

    private func release(_ messages: [Staged]) {
        for message in messages { message.peer.outlet.enqueue(message.parcel, afterSeconds: message.seconds) }
        for outlet in peers.map(\.outlet).uniqued() { outlet.flush() }
    }

    /// Several steps share one writing of the file.
    private func saveAndRelease() async {
        defer { isSaving = false }
        while let file {
            let messages = takeStaged()
            if messages.isEmpty { return }
            let snapshot = snapshot(with: messages + staged)
            while true {
                do {
                    try await file.save(snapshot)
                    break
                } catch {
                    logger.error("The snapshot could not be written to \(file.path); it will be tried again: \(error)")
                    if (try? await Task.sleep(for: .seconds(1))) == nil { return }
                }
            }
            release(messages)
        }
    }
}
