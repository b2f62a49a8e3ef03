import SMPProtocol

/// The scenario of the demonstration: a village whose issuers and people use both agents through their Web APIs.
public struct Story: Sendable {
    let nodes: Nodes
    let databases: StackDatabases
    let sandbox: SandboxAuthority
    let trading: TradeAdministration
    /// The part of an amount that Circular Trade keeps back: `TRANSFERS_AMOUNT_CUT`.
    let amountCut: Double
    let narrator: Narrator

    /// The stack's `TRANSFERS_AMOUNT_CUT`, unless its caller has set another one.
    public static let usualAmountCut = 1e-6

    /// A story that has not begun.
    public init(nodes: Nodes, databases: StackDatabases, amountCut: Double = Self.usualAmountCut, narrator: Narrator) {
        self.nodes = nodes
        self.databases = databases
        self.amountCut = amountCut
        self.narrator = narrator
        sandbox = SandboxAuthority(nodes: nodes)
        trading = TradeAdministration(nodes: nodes)
    }

    /// Tells the whole story.
    ///
    /// - Parameter isStackKept: whether somebody can look around afterwards.
    /// - Returns: what is not as it should be; nothing, hopefully.
    /// - Throws: when a step cannot be done at all.
    public func tell(isStackKept: Bool = false) async throws -> [String] {
        var village = try await found()
        var balances = Balances()
        try await openAccounts(&village)
        try await issue(village, &balances)
        try await pay(village, &balances)
        try await refuse(&village, &balances)
        try await close(village)
        let before = balances
        try await trade(village, &balances)
        let differences = try await check(village, balances)
        show(village, before: before, after: balances, differences)
        if isStackKept {
            whereToLookNext(village)
        } else {
            narrator.screen.print()
            narrator.remark("To look around afterwards: scripts/demo --keep")
        }
        return differences
    }
}

/// Something went otherwise than the story says.
struct Surprise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Story {
    /// Throws unless both are equal.
    func expect<Value: Equatable>(_ actual: Value, toBe expected: Value, _ what: String) throws {
        guard actual == expected else { throw Surprise("\(what) should be \(expected), but is \(actual)") }
    }
}
