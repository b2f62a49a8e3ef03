import Foundation
import SMPProtocol

/// The state of the whole sandbox at one moment: the books, the clock, and what was decided but has not reached a broker yet (AA 12.1.9).
struct SandboxSnapshot: Codable, Hashable, Sendable {
    /// The form of this document.
    static let currentVersion = 1

    var version = Self.currentVersion
    /// Ledger time minus wall time.
    var clockOffsetMicroseconds: Int64
    var book: BookSnapshot
    /// Messages that no broker has confirmed, in their order. Some may be sent twice because of this; none is lost.
    var waiting: [WaitingMessage]

    struct WaitingMessage: Codable, Hashable, Sendable {
        let type: String
        /// As the authority knows it, before any translation.
        let body: String
    }

    /// - Throws: ``SnapshotError``.
    init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: json)
        } catch {
            throw SnapshotError(description: "This is no snapshot: \(error)")
        }
        guard version == Self.currentVersion else {
            throw SnapshotError(description: "A snapshot of version \(version) is not understood.")
        }
        guard (0...LedgerClock.maximumOffsetSeconds * 1_000_000).contains(clockOffsetMicroseconds) else {
            throw SnapshotError(description: "The clock is \(clockOffsetMicroseconds) µs ahead, which is not possible.")
        }
    }

    init(clockOffsetMicroseconds: Int64, book: BookSnapshot, waiting: [Emission]) {
        self.clockOffsetMicroseconds = clockOffsetMicroseconds
        self.book = book
        self.waiting = waiting.map {
            WaitingMessage(type: $0.kind.typeName, body: String(decoding: $0.message.encoded(), as: UTF8.self))
        }
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// - Throws: ``SnapshotError`` for what no authority sends.
    func emissions() throws(SnapshotError) -> [Emission] {
        var emissions: [Emission] = []
        for message in waiting {
            guard let emission = Emission(typeName: message.type, json: Array(message.body.utf8)) else {
                throw SnapshotError(description: "A waiting message of type \(message.type) is wrong: \(message.body)")
            }
            emissions.append(emission)
        }
        return emissions
    }
}

extension Emission {
    var kind: MessageKind { type(of: message).kind }

    /// nil for a body that is wrong, or a type that the authority does not send.
    init?(typeName: String, json: [UInt8]) {
        do {
            switch MessageKind(typeName: typeName) {
            case .accountUpdate?: self = .accountUpdate(try AccountUpdate(json: json))
            case .accountPurge?: self = .accountPurge(try AccountPurge(json: json))
            case .accountTransfer?: self = .accountTransfer(try AccountTransfer(json: json))
            case .rejectedConfig?: self = .rejectedConfig(try RejectedConfig(json: json))
            case .rejectedTransfer?: self = .rejectedTransfer(try RejectedTransfer(json: json))
            case .preparedTransfer?: self = .preparedTransfer(try PreparedTransfer(json: json))
            case .finalizedTransfer?: self = .finalizedTransfer(try FinalizedTransfer(json: json))
            default: return nil
            }
        } catch {
            return nil
        }
    }
}
