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
    /// To how many messages.
    var count: Int
}

/// Planned answers, in the order in which they were asked for.
struct PlannedAnswers: Sendable {
    private(set) var answers: [PlannedAnswer] = []

    mutating func add(_ answer: PlannedAnswer) { answers.append(answer) }
    mutating func removeAll() { answers = [] }

    /// Uses up the answer to such a message, if there is one.
    mutating func take(_ question: PlannedAnswer.Question, _ key: AccountKey) -> PlannedAnswer? {
        guard let index = answers.firstIndex(where: { $0.question == question && $0.selection.contains(key) }) else { return nil }
        let answer = answers[index]
        answers[index].count -= 1
        if answers[index].count <= 0 { answers.remove(at: index) }
        return answer
    }
}
