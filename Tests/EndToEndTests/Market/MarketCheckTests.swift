import Demo
import SMPProtocol
import Testing

/// The check of markets finds what is wrong, each kind by itself, and nothing in what is right.
@Suite struct MarketCheckTests {
    static let ana: CreditorID = 0x101_0000_0001
    static let ben: CreditorID = 0x101_0000_0002
    static let collector: CreditorID = 0x100_0000_0000
    static let lastCollector: CreditorID = 0x100_0000_0001
    static let bread: DebtorID = 11
    static let wood: DebtorID = 12
    static let breadOfAna = Holdings.Account(bread, ana)
    static let breadOfBen = Holdings.Account(bread, ben)

    /// Ana gives 4000 of her bread for 2000 of Ben's wood, which is worth twice as much; a token is kept back of each.
    struct World {
        var before = Holdings()
        var after = Holdings()
        var transfers: [MoneyTransfer] = []
        var payments: [MoneyTransfer] = []
        var wishes: [Holdings.Account: [Wish]] = [:]
        var unserved: Set<CreditorID> = []
        var collectorsTrade = false

        init() {
            (before[bread, ana], before[bread, .root]) = (10_000, -10_000)
            (before[wood, ben], before[wood, .root]) = (5000, -5000)
            (before[bread, collector], before[wood, collector]) = (0, 0)
            after = before
            trade(bread, from: ana, to: ben, 4000)
            trade(wood, from: ben, to: ana, 2000)
            wishes[breadOfAna] = [Wish(minimum: 0, maximum: 6000)]
            wishes[Holdings.Account(wood, ana)] = [Wish(minimum: 2000, maximum: 9000)]
            wishes[breadOfBen] = [Wish(minimum: 4000)]
            wishes[Holdings.Account(wood, ben)] = [Wish(maximum: 3000)]
        }

        mutating func add(_ amount: Int64, _ debtor: DebtorID, _ creditor: CreditorID) {
            after[debtor, creditor] = (after[debtor, creditor] ?? 0) + amount
        }

        mutating func move(_ debtor: DebtorID, from: CreditorID, to: CreditorID, _ amount: Int64, _ note: AgentTransferNote? = nil) {
            transfers.append(MoneyTransfer(debtor: debtor, sender: from, recipient: to, amount: amount, note: note))
            add(-amount, debtor, from)
            add(amount, debtor, to)
        }

        mutating func trade(_ debtor: DebtorID, from seller: CreditorID, to buyer: CreditorID, _ amount: Int64) {
            let taking = AgentTransferNote(turnID: 7, kind: .collecting, firstID: collector, secondID: seller)
            let giving = AgentTransferNote(turnID: 7, kind: .dispatching, firstID: collector, secondID: buyer)
            move(debtor, from: seller, to: collector, amount, taking)
            move(debtor, from: collector, to: buyer, amount - 1, giving)
        }

        /// Takes a deed of the trade service back, in the books, too.
        mutating func undo(_ isMeant: (MoneyTransfer) -> Bool) {
            for transfer in transfers.filter(isMeant) {
                add(transfer.amount, transfer.debtor, transfer.sender)
                add(-transfer.amount, transfer.debtor, transfer.recipient)
            }
            transfers.removeAll(where: isMeant)
        }

        /// Somebody pays without the trade service.
        mutating func pay(_ debtor: DebtorID, from: CreditorID, to: CreditorID, _ amount: Int64) {
            move(debtor, from: from, to: to, amount)
            payments.append(MoneyTransfer(debtor: debtor, sender: from, recipient: to, amount: amount))
        }

        var differences: [String] {
            MarketCheck(
                before: before, after: after, transfers: transfers, payments: payments, wishes: wishes, prices: [bread: 1, wood: 2],
                collectors: collector...lastCollector, unserved: unserved, collectorsTrade: collectorsTrade
            ).differences
        }
    }

    @Test func nothingIsFoundInAFairTrade() {
        #expect(World().differences == [])
    }

    @Test func nothingIsFoundWhenPeopleAndIssuersPayMeanwhile() {
        var world = World()
        world.pay(Self.bread, from: Self.ana, to: Self.ben, 500)
        world.pay(Self.wood, from: Self.ben, to: .root, 700)
        world.pay(Self.bread, from: .root, to: Self.ben, 9)
        #expect(world.differences == [])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// All that is found, the beginnings of the sentences.
        let expected: [String]
        let change: @Sendable (inout World) -> Void

        init(_ description: String, _ expected: String..., change: @escaping @Sendable (inout World) -> Void) {
            testDescription = description
            self.expected = expected
            self.change = change
        }
    }

    static let wrongs: [Wrong] = [
        Wrong("a token from nowhere", "the sum of all accounts in 11 is 1", "the account of \(breadOfAna.name) is 6001 instead of 6000") {
            $0.add(1, bread, ana)
        },
        Wrong("money that nobody has issued", "the root account of 11 is -10009 instead of -10000", "nobody has ordered a transfer of 9") {
            $0.move(bread, from: .root, to: ben, 9)
        },
        Wrong("changes without a transfer", "the account of \(collector.unsignedText) in 11", "the account of \(breadOfAna.name)") {
            $0.add(-1, bread, ana)
            $0.add(1, bread, collector)
        },
        Wrong("a transfer that nobody ordered", "nobody has ordered a transfer of 3") { $0.move(bread, from: ana, to: ben, 3) },
        Wrong("a payment that was not made", "a payment of 3 from \(breadOfAna.name) to \(breadOfBen.name) was not made") {
            $0.payments = [MoneyTransfer(debtor: bread, sender: ana, recipient: ben, amount: 3)]
        },
        Wrong("the same deeds twice", "collecting from", "dispatching from") { world in
            world.wishes[breadOfAna] = [Wish(maximum: 0)]
            world.trade(bread, from: ana, to: ben, 2)
        },
        Wrong("too much taken", "\(breadOfAna.name) has given 4000 of 3999") { $0.wishes[breadOfAna] = [Wish(maximum: 6001)] },
        Wrong("too much given", "\(breadOfBen.name) has got 3999 of 3998") { $0.wishes[breadOfBen] = [Wish(minimum: 3998)] },
        Wrong("a trade that nobody wanted", "\(breadOfAna.name) has given 4000 of 0") { $0.wishes[breadOfAna] = nil },
        Wrong(
            "nothing for something", "\(ana.unsignedText) has given what is worth 4000.0, and got 0.0",
            "all collectors of 12 together have 2000 more"
        ) { world in
            world.undo { $0.note?.kind == .dispatching && $0.recipient == ana }
        },
        Wrong(
            "something for nothing", "\(ana.unsignedText) has given what is worth 0.0, and got 3998.0",
            "collector \(collector.unsignedText) in 11 has less than nothing", "all collectors of 11 together have -3999 more"
        ) { world in
            world.undo { $0.note?.kind == .collecting && $0.sender == ana }
        },
        Wrong("a collector that keeps too much", "all collectors of 11 together have 51 more than before") {
            $0.pay(bread, from: ben, to: collector, 50)
        },
        Wrong("a collector that owes", "collector \(collector.unsignedText) in 11 has less than nothing", "all collectors of 11") {
            $0.pay(bread, from: collector, to: ben, 2)
        },
    ]

    @Test(arguments: wrongs) func whatIsWrongIsFoundAndNothingElse(_ wrong: Wrong) {
        var world = World()
        wrong.change(&world)
        let found = world.differences
        #expect(found.count == wrong.expected.count, "\(found)")
        for sentence in wrong.expected { #expect(found.contains { $0.hasPrefix(sentence) }, "\(sentence) is not in \(found)") }
    }

    @Test func ofSeveralWishesTheOneThatAllowsMoreCounts() {
        var world = World()
        world.wishes[Self.breadOfAna] = [Wish(maximum: 9000), Wish(maximum: 6000), Wish()]
        #expect(world.differences == [])
    }

    @Test func whoCannotBePaidMayWait() {
        var world = World()
        world.undo { $0.note?.kind == .dispatching && $0.recipient == Self.ana }
        world.unserved = [Self.ana]
        #expect(world.differences == [])
    }

    /// Another collector gets bread that Ana sells, for wood that it has.
    @Test func collectorsTradeOnlyWhenThatIsSaid() {
        var world = World()
        let other = Self.lastCollector
        (world.before[Self.wood, other], world.before[Self.wood, .root]) = (3000, -8000)
        world.add(3000, Self.wood, other)
        world.add(-3000, Self.wood, .root)
        world.wishes[Self.breadOfAna] = [Wish(maximum: 4000)]
        world.wishes[Holdings.Account(Self.wood, Self.ana)] = [Wish(minimum: 3000)]
        func note(_ kind: AgentTransferNote.Kind, _ trader: CreditorID) -> AgentTransferNote {
            AgentTransferNote(turnID: 8, kind: kind, firstID: Self.collector, secondID: trader)
        }
        world.move(Self.bread, from: Self.ana, to: Self.collector, 2000, note(.collecting, Self.ana))
        world.move(Self.bread, from: Self.collector, to: other, 1999, note(.dispatching, other))
        world.move(Self.wood, from: other, to: Self.collector, 1000, note(.collecting, other))
        world.move(Self.wood, from: Self.collector, to: Self.ana, 999, note(.dispatching, Self.ana))
        #expect(!world.differences.isEmpty)
        world.collectorsTrade = true
        #expect(world.differences == [])
    }

    @Test func boundsSayWhatIsOfferedAndWhatIsWanted() {
        let wish = Wish(minimum: -5, maximum: 10)
        #expect([-7, -5, 0, 10, 13].map { wish.offered(of: $0) } == [0, 0, 0, 0, 3])
        #expect([-7, -5, 0, 10, 13].map { wish.wanted(with: $0) } == [2, 0, 0, 0, 0])
    }
}
