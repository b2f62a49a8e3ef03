public import SMPProtocol

/// A closed chain of traders: everybody gives something to the next one, and the last one gives to the first.
public struct Circle: Hashable, Sendable {
    /// One gives something to another.
    public struct Link: Hashable, Sendable {
        /// Who gives.
        public let giver: CreditorID
        /// Who gets it.
        public let taker: CreditorID
        /// In which currency.
        public let currency: DebtorID
        /// In tokens. Trades are rounded once for all circles together, so this is what the circle would be alone.
        public let amount: Int64
    }

    /// What everybody gives and gets, in tokens of the base currency.
    public let value: Double
    /// Each taker is the giver of the next link, and the last one that of the first. Of a very long circle, the first so many.
    public let links: [Link]

    /// Reads a circle of the admin API: its members get something, each from the one before.
    init(_ value: JSONValue) throws {
        func number(_ name: String, of member: JSONValue) throws -> Int64 { try (member.at(name)?.int64).required(name, of: "a circle") }
        let members = value.at("members")?.elements ?? []
        let creditors = try members.map { CreditorID(try number("creditor_id", of: $0)) }
        self.value = try (value.at("value")?.number).required("value", of: "a circle")
        links = try members.indices.map { index in
            Link(
                giver: creditors[(index + members.count - 1) % members.count], taker: creditors[index],
                currency: DebtorID(try number("debtor_id", of: members[index])), amount: try number("amount", of: members[index]))
        }
    }

    /// The same circle, told from another place on: somebody is the first who gives.
    public func beginning(with giver: CreditorID) -> Circle {
        guard let start = links.firstIndex(where: { $0.giver == giver }) else { return self }
        return Circle(value: value, links: Array(links[start...] + links[..<start]))
    }

    init(value: Double, links: [Link]) {
        self.value = value
        self.links = links
    }
}
