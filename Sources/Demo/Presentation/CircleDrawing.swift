import SMPProtocol

extension Circle {
    /// The circle as three lines of text: the chain, and the way back from the last one to the first.
    ///
    ///     Ana ──120.00 LOAF──▶ Cleo ──15.00 REPAIR──▶ Ben ──╮
    ///      ▲                                                │
    ///      ╰──────────────── 20.00 BASKET ──────────────────╯
    func drawing(name: (CreditorID) -> String, amount: (DebtorID, Int64) -> String) -> [String] {
        guard let last = links.last, let first = links.first else { return [] }
        var top = name(first.giver)
        let column = top.count / 2
        for link in links.dropLast() { top += " ──\(amount(link.currency, link.amount))──▶ \(name(link.taker))" }
        top += " ──╮"
        let corner = top.count - 1
        let between = corner - column - 1
        let label = " \(amount(last.currency, last.amount)) "
        let dashes = max(0, between - label.count)
        let left = String(repeating: "─", count: dashes / 2)
        let right = String(repeating: "─", count: dashes - dashes / 2)
        let indent = String(repeating: " ", count: column)
        return [top, "\(indent)▲\(String(repeating: " ", count: between))│", "\(indent)╰\(left)\(label)\(right)╯"]
    }
}
