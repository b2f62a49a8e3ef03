import SMPProtocol

/// What the authority is to answer to the next matching messages, instead of what its rules say (AA 12.5).
struct PlannedAnswer: Hashable, Sendable {
    enum Question: String, CaseIterable, Hashable, Sendable {
        case configuration = "ConfigureAccount"
        case preparation = "PrepareTransfer"
        case finalization = "FinalizeTransfer"
    }

    let question: Question
    /// Which accounts are meant.
    let selection: Selection
    /// The code of the refusal; nil: no refusal.
    let statusCode: String?
    /// The most that is locked or committed; nil: as the rules say.
    let amount: Int64?
    /// Which fields of the answer are to name something else than they should.
    var wrongFields: Set<WrongField> = []
    /// To how many messages.
    var count: Int
}

/// Fields of answers that a test may want to be wrong.
enum WrongField: String, CaseIterable, Hashable, Sendable {
    case transferID = "transferId"
    case coordinatorRequestID = "coordinatorRequestId"
    case recipient
}

extension Emission {
    /// The same message with other numbers where it should be believed least.
    func spoiled(_ fields: Set<WrongField>) -> Emission {
        if fields.isEmpty { return self }
        func other(_ id: TransferID) -> TransferID { fields.contains(.transferID) ? TransferID(id.rawValue ^ 0x100_0000) : id }
        func other(_ id: CoordinatorRequestID) -> CoordinatorRequestID {
            fields.contains(.coordinatorRequestID) ? CoordinatorRequestID(id.rawValue ^ 0x100_0000) : id
        }
        switch self {
        case .preparedTransfer(var message):
            message.transferID = other(message.transferID)
            message.coordinatorRequestID = other(message.coordinatorRequestID)
            if fields.contains(.recipient), let nobody = AccountID("18446744073709551615") { message.recipient = nobody }
            return .preparedTransfer(message)
        case .rejectedTransfer(var message):
            message.coordinatorRequestID = other(message.coordinatorRequestID)
            return .rejectedTransfer(message)
        case .finalizedTransfer(var message):
            message.transferID = other(message.transferID)
            message.coordinatorRequestID = other(message.coordinatorRequestID)
            return .finalizedTransfer(message)
        case .accountUpdate, .accountPurge, .accountTransfer, .rejectedConfig: return self
        }
    }
}

/// Planned answers, in the order in which they were asked for.
struct PlannedAnswers: Sendable {
    private(set) var answers: [PlannedAnswer] = []

    mutating func add(_ answer: PlannedAnswer) { answers.append(answer) }
    mutating func removeAll() { answers = [] }

    /// Uses up the answer to such a message, if there is one.
    mutating func take(_ input: Input) -> PlannedAnswer? {
        let (question, key) = (input.kind.typeName, input.key)
        guard let index = answers.firstIndex(where: { $0.question.rawValue == question && $0.selection.contains(key) }) else { return nil }
        let answer = answers[index]
        answers[index].count -= 1
        if answers[index].count <= 0 { answers.remove(at: index) }
        return answer
    }
}
