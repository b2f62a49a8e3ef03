import SMPProtocol

// Explanations in words, for people. Each is the rest of a sentence about one currency.

extension Explanation {
    /// What was wanted, what came of it, and why.
    var sentence: String {
        let wanted = NumberText.grouped(Int64(clamping: wantedAmount.magnitude))
        let isSale = wantedAmount < 0
        guard tradedAmount != 0 else { return "wanted to \(isSale ? "sell" : "buy") \(wanted), but \(obstacle.clause(isSale: isSale))" }
        let traded = NumberText.grouped(Int64(clamping: tradedAmount.magnitude))
        return "wanted to \(isSale ? "sell" : "buy") \(wanted), and \(isSale ? "sold" : "bought") \(traded): "
            + obstacle.clause(isSale: isSale)
    }
}

extension Obstacle {
    /// Why.
    ///
    /// - Parameter isSale: who wants to sell needs something to buy.
    func clause(isSale: Bool) -> String {
        switch reason {
        case .accountIsClosing: "the account is scheduled for deletion"
        case .noAccountID: "the account has no identity: its accounting authority has not confirmed it, or has taken it back"
        case .noOwnPrice: "the creditor's own pegs do not lead from this currency to the base currency"
        case .priceDiffers:
            "the creditor's price for it is \(text(prices?.own)), and the market's is \(text(prices?.market))"
        case .notConfirmed: "the currency is not confirmed, or has no active collector account" + fetchClause
        case .notPegged: "its issuer has not pegged the currency to another one"
        case .pegNotKnown: "the currency leads by its pegs to that of debtor \(debtorText), whose document is not known" + fetchClause
        case .tooFarFromBase: "the currency's pegs do not reach the base currency, or in too many steps"
        case .tooSmall: "this is less than the least amount that is traded"
        case .noCounterpart: "there is nothing that the creditor would \(isSale ? "buy" : "sell") in return"
        case .accountIsBusy: "what an earlier turn has decided about the account is not done yet"
        case .noCollector: "the currency has no active collector account"
        case .tooLate: "the offer came too late for this turn"
        case .lockRefused: "the accounting authority refused to lock an amount: \(code ?? "no code")"
        case .lockUnusable: "the accounting authority does not promise amounts for long enough, or its demurrage is too high"
        case .noAnswer: "the accounting authority did not answer in time"
        case .noCircle: "the market found no circle of trades with it"
        case .marketTookPart: "the market needed no more"
        case .paymentFailed: "the payment failed: \(code ?? "no code")"
        }
    }

    private var debtorText: String { otherDebtor.map { "\($0)" } ?? "unknown" }

    private func text(_ price: Float?) -> String { price.map { "\($0)" } ?? "unknown" }

    private var fetchClause: String {
        guard let failedFetch else { return "" }
        let answer = failedFetch.status.map { "status \($0)" } ?? "no answer, or no valid document"
        return "; the last try to fetch its document failed at \(failedFetch.at): \(answer)"
    }
}

extension TradingPolicy {
    /// What the policy would do in a turn that began now.
    func presentSentence(_ rules: WorkerRules) -> String {
        guard wishes.policyName != nil else { return "has no trading policy" }
        let wanted = wantedAmount(rules)
        let balance = "its balance is \(NumberText.grouped(ledger.principal))"
        guard wanted != 0 else {
            let isInside = (wishes.minPrincipal...max(wishes.minPrincipal, wishes.maxPrincipal)).contains(ledger.principal)
            return balance
                + (isInside ? ", which is within the limits: there is nothing to trade" : ", and the difference is too small to be traded")
        }
        let wish = "\(balance): \(NumberText.grouped(Int64(clamping: wanted.magnitude))) would be \(wanted < 0 ? "sold" : "bought")"
        return wish + (obstacle.map { ", but \($0.clause(isSale: wanted < 0))" } ?? "")
    }
}
