/// A message of the protocol: SMP proper, the notifications of the Creditors Agent, the internal messages of the trade service.
///
/// A type states its fields once, in ``init(fields:)``: names, types and rules, in the order in which they are validated. The
/// same initialiser reads documents and, once per type, describes the fields (see ``MessageLayout``).
public protocol SMPMessage: Hashable, Sendable {
    /// Which message this is; knows the name on the wire.
    static var kind: MessageKind { get }

    /// The fields of the type, made by running ``init(fields:)`` over a describing reader.
    static var layout: MessageLayout { get }

    /// The moment of the message; what it means depends on the type.
    var ts: Timestamp { get }

    /// Takes every field from the reader, which collects what is wrong; the result counts only when nothing was wrong.
    init(fields: inout FieldReader)

    /// The rules between several fields, asked only when no single field is wrong (SMP 2.2).
    func checkRules(_ report: inout RuleReport)

    /// Writes the message as one JSON object (SMP 3).
    func encode(into writer: inout JSONWriter)

    /// Whom the message is about: what headers, routing and shards are computed from.
    var address: MessageAddress { get }
}

extension SMPMessage {
    /// The name of the type on the wire.
    public static var typeName: String { kind.typeName }

    public func checkRules(_ report: inout RuleReport) {}
}

/// A message that concerns the account of a creditor with a debtor: all SMP messages, and some of the trade service's.
public protocol AccountMessage: SMPMessage {
    /// The debtor with whom the account is: whose money it is.
    var debtorID: DebtorID { get }
    /// The creditor whose account it is. A bridge translates it between networks (SMP 14).
    var creditorID: CreditorID { get set }
}

/// A message about a transfer that somebody coordinates.
public protocol CoordinatedMessage: AccountMessage {
    /// What kind of coordinator asked for the transfer.
    var coordinatorType: CoordinatorType { get }
    /// Who coordinates the transfer, among those of its type.
    var coordinatorID: CoordinatorID { get set }
}
