import Messaging
import SMPProtocol

/// A message for the authority, with its IDs as the authority knows them.
enum Input: Sendable {
    case configure(ConfigureAccount)
    case prepare(PrepareTransfer)
    case finalize(FinalizeTransfer)

    var kind: MessageKind {
        switch self {
        case .configure: .configureAccount
        case .prepare: .prepareTransfer
        case .finalize: .finalizeTransfer
        }
    }

    var message: any AccountMessage {
        switch self {
        case .configure(let message): message
        case .prepare(let message): message
        case .finalize(let message): message
        }
    }

    var key: AccountKey {
        switch self {
        case .configure(let message): AccountKey(message.debtorID, message.creditorID)
        case .prepare(let message): AccountKey(message.debtorID, message.creditorID)
        case .finalize(let message): AccountKey(message.debtorID, message.creditorID)
        }
    }
}

/// Why a delivery does not reach the authority. The description is the log line.
enum InputError: Error, Sendable, CustomStringConvertible {
    case wrongContentType(String?)
    case wrongType(String?)
    case wrongBody(MessageError)
    /// A bridge would stop the link to the node.
    case refusedByBridge(BridgeError)
    /// The debtor is not among those that the sandbox serves.
    case foreignDebtor(DebtorID)

    var description: String {
        switch self {
        case .wrongContentType(let value): DeliveryError.unknownContentType(value).description
        case .wrongType(let value): DeliveryError.unknownType(value).description
        case .wrongBody(let error): error.description
        case .refusedByBridge(let error): error.description
        case .foreignDebtor(let id): "Debtor \(id) is not served here (SANDBOX_DEBTORS)."
        }
    }
}

extension Input {
    /// Reads, checks and translates a delivery from a node (AA 6.1, 10.2).
    init(_ delivery: Delivery, from peer: Peer, debtors: [Subnet]) throws(InputError) {
        guard delivery.contentType == Envelope.contentType else { throw .wrongContentType(delivery.contentType) }
        switch delivery.type.flatMap({ MessageKind(typeName: $0) }) {
        case .configureAccount?: self = .configure(try Self.read(delivery, peer))
        case .prepareTransfer?: self = .prepare(try Self.read(delivery, peer))
        case .finalizeTransfer?: self = .finalize(try Self.read(delivery, peer))
        default: throw .wrongType(delivery.type)
        }
        let debtorID = key.debtorID
        guard debtors.contains(where: { $0.contains(debtorID) }) else { throw .foreignDebtor(debtorID) }
    }

    private static func read<Message: AccountMessage>(_ delivery: Delivery, _ peer: Peer) throws(InputError) -> Message {
        let message: Message
        if delivery.isTooLarge { throw .wrongBody(.tooLong) }
        do throws(MessageError) { message = try Message(json: delivery.body) } catch { throw .wrongBody(error) }
        do throws(BridgeError) { return try peer.received(message) } catch { throw .refusedByBridge(error) }
    }
}
