import Logging
import Messaging
import Persistence
import SMPProtocol

/// What the commands about rejected messages do.
struct RejectedAdministration: Sendable {
    let database: Database
    /// The node's queues, and their brokers.
    let queues: [QueueAddress]
    let write: @Sendable (String) -> Void
    let logger: Logger

    /// So many messages are sent or forgotten in one transaction.
    private static let portion = 100

    // MARK: Looking

    /// A line for each message, and one for all.
    func list(limit: Int, before: RejectedMessageID?) async throws -> Int32 {
        for kept in try await RejectedMessages.newest(limit, before: before, in: database) {
            let message = kept.message
            let columns = [
                "\(kept.messageID)", "\(kept.rejectedAt)", message.queue, message.type ?? "None", "\(message.bodySize) bytes",
                message.reason,
            ]
            write(columns.joined(separator: "  ").onOneLine + "\n")
        }
        let total = try await RejectedMessages.total(in: database)
        write("\(total.keptBytes) bytes are kept; \(total.droppedCount) messages had to make room so far\n")
        return ExitStatus.success
    }

    /// The properties line by line, an empty line, the body.
    func show(_ id: RejectedMessageID) async throws -> Int32 {
        guard let kept = try await RejectedMessages.messages([id], in: database).first else {
            write("there is no message \(id)\n")
            return ExitStatus.failure
        }
        let message = kept.message
        let properties = [
            ("rejected at", "\(kept.rejectedAt)"), ("reason", message.reason), ("queue", message.queue), ("exchange", message.exchange),
            ("routing key", message.routingKey), ("type", message.type ?? "None"), ("content type", message.contentType ?? "None"),
            ("app ID", message.appID ?? "None"), ("headers", message.headers),
            ("bytes", message.isWhole ? "\(message.bodySize)" : "\(message.bodySize), of which the first \(message.body.count) are kept"),
        ]
        for (name, value) in properties { write("\(name): \(value)".onOneLine + "\n") }
        write(
            "\n" + (String(validating: message.body, as: UTF8.self)?.onScreen ?? "bytes " + Hexadecimal.text(of: message.body, .lower))
                + "\n")
        return ExitStatus.success
    }

    // MARK: Ending

    /// Does something with the messages, portion by portion.
    ///
    /// - Parameters:
    ///   - ids: nil: all that there are, oldest first.
    ///   - body: whether it could do it with all of the portion.
    /// - Returns: the exit status.
    func forEachPortion(_ ids: [RejectedMessageID]?, _ body: ([RejectedMessageID]) async throws -> Bool) async throws -> Int32 {
        var isDone = true
        if let ids {
            for start in stride(from: 0, to: ids.count, by: Self.portion) {
                isDone = try await body(Array(ids[start..<min(start + Self.portion, ids.count)])) && isDone
            }
        } else {
            // What is sent again may be rejected again: with a new number, which does not count any more.
            let newest = try await RejectedMessages.newest(1, in: database).first?.messageID ?? .first
            var last = RejectedMessageID.first
            while last < newest {
                let ids = try await RejectedMessages.oldest(Self.portion, after: last, in: database).filter { $0 <= newest }
                isDone = try await body(ids) && isDone
                last = ids.last ?? newest
            }
        }
        return isDone ? ExitStatus.success : ExitStatus.failure
    }

    /// Forgets messages.
    ///
    /// - Returns: whether all were there.
    func forget(_ ids: [RejectedMessageID]) async throws -> Bool {
        let found = try await RejectedMessages.forget(ids, in: database)
        return report(ids, Dictionary(found.map { ($0, Outcome.done("forgotten")) }) { first, _ in first })
    }

    /// Puts messages back into their queues. Each leaves the table after the broker has confirmed it: when this is interrupted, or done
    /// twice at the same time, one may be sent twice. Nobody who rejects a message meanwhile waits for the broker.
    ///
    /// - Returns: whether all could be sent.
    func resend(_ ids: [RejectedMessageID]) async throws -> Bool {
        let kept = try await RejectedMessages.messages(ids, in: database)
        var outcomes: [RejectedMessageID: Outcome] = [:]
        for one in kept where !queues.contains(where: { $0.queue == one.message.queue }) {
            outcomes[one.messageID] = .failed("not sent: the node has no queue \(one.message.queue)")
        }
        for address in queues { try await publish(kept, to: address, &outcomes) }
        try await RejectedMessages.forget(outcomes.filter(\.value.isDone).map(\.key), in: database)
        return report(ids, outcomes)
    }

    private enum Outcome: Sendable {
        case done(String)
        case failed(String)

        var isDone: Bool { if case .done = self { true } else { false } }
        var text: String {
            switch self {
            case .done(let text), .failed(let text): text
            }
        }
    }

    private func publish(
        _ kept: [RejectedMessages.Kept], to address: QueueAddress, _ outcomes: inout [RejectedMessageID: Outcome]
    ) async throws {
        let ours = kept.filter { $0.message.queue == address.queue && outcomes[$0.messageID] == nil }
        for one in ours where !one.message.isWhole { outcomes[one.messageID] = .failed("not sent: only its beginning is there") }
        let whole = ours.filter(\.message.isWhole)
        if whole.isEmpty { return }
        let publisher = ConfirmingPublisher(
            .init(url: try BrokerURL(address.url.revealed), connectionName: "rejected_messages"), logger: logger)
        let published: [PublishOutcome]
        do {
            published = try await publisher.publish(whole.map(\.message.outgoing))
        } catch {
            await publisher.close()
            throw error
        }
        await publisher.close()
        for (one, outcome) in zip(whole, published) {
            outcomes[one.messageID] = outcome.isConfirmed ? .done("sent again to \(address.queue)") : .failed("not sent: \(outcome)")
        }
    }

    /// A line for each message.
    private func report(_ ids: [RejectedMessageID], _ outcomes: [RejectedMessageID: Outcome]) -> Bool {
        for id in ids { write("\(id): \(outcomes[id]?.text ?? "there is no such message")".onOneLine + "\n") }
        return ids.allSatisfy { outcomes[$0]?.isDone == true }
    }
}

extension String {
    /// Without characters that would do something to a terminal, or begin a line that we have not written: others have written it.
    fileprivate var onOneLine: String { onScreen.replacing("\n", with: "\\n") }

    /// A text of many lines without characters that would do something to a terminal.
    fileprivate var onScreen: String {
        unicodeScalars.map { scalar in
            let isControl = scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7f...0x9f).contains(scalar.value)
            return isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }
}
