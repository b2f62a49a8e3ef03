import SMPProtocol

/// What kept a creditor from trading all that he wanted to trade in one currency.
struct Obstacle: Equatable, Sendable {
    let reason: Reason
    /// What an accounting authority said (``Reason/lockRefused``, ``Reason/paymentFailed``).
    var code: String?
    /// To whose currency this one is tied (``Reason/pegNotKnown``).
    var otherDebtor: DebtorID?
    /// ``Reason/priceDiffers``
    var prices: Prices?
    /// Of the currency's document, or of the other's.
    var failedFetch: FailedFetch?

    /// What a token of the currency is worth, in tokens of the base currency.
    struct Prices: Equatable, Sendable {
        let own: Float
        let market: Float
    }

    /// The last try to fetch a document.
    struct FailedFetch: Equatable, Sendable {
        let at: Timestamp
        /// The HTTP status; nil: there was no answer, or a wrong document.
        let status: Int16?
    }

    init(
        _ reason: Reason, code: String? = nil, otherDebtor: DebtorID? = nil, prices: Prices? = nil, failedFetch: FailedFetch? = nil
    ) {
        self.reason = reason
        self.code = code
        self.otherDebtor = otherDebtor
        self.prices = prices
        self.failedFetch = failedFetch
    }

    /// The numbers are stored: they never change their meaning.
    enum Reason: Int16, Sendable, CaseIterable {
        // TW 14.3: there is no bid.
        /// The account is scheduled for deletion.
        case accountIsClosing = 1
        /// The account has no identity (yet), so nothing can be sent to it.
        case noAccountID = 2

        // TS 6.4: the bid is no candidate.
        /// His own pegs do not lead to the base currency.
        case noOwnPrice = 3
        /// His price is not the market's.
        case priceDiffers = 4
        /// Nobody has confirmed the currency.
        case notConfirmed = 5
        /// The currency is tied to no other one, and is not the base currency.
        case notPegged = 6
        /// The currency's pegs lead to one whose document is not known.
        case pegNotKnown = 7
        /// The currency's pegs lead in a circle, or there are too many of them.
        case tooFarFromBase = 8
        /// Less than the least that is traded.
        case tooSmall = 9
        /// He has nothing on the other side that could be traded in return.
        case noCounterpart = 10

        // TW-15: there is no lock.
        /// What an earlier turn has decided is not done yet, or does not show in his ledger.
        case accountIsBusy = 11
        /// The currency has no active collector.
        case noCollector = 12
        /// The bid came too late for a lock.
        case tooLate = 13
        /// The accounting authority refused to lock an amount.
        case lockRefused = 14
        /// What the authority had locked might not have lasted until the deadline.
        case lockUnusable = 15
        /// The authority did not answer in time.
        case noAnswer = 16

        // TW-17 and later.
        /// No circle of trades needed him.
        case noCircle = 17
        /// Circles needed a part of it.
        case marketTookPart = 18
        /// The seller did not pay what he had sold (TW 30.4).
        case paymentFailed = 19
    }
}

/// Why a creditor has not traded, or not all, in one currency in one turn.
struct Explanation: Equatable, Sendable {
    let key: AccountKey
    let turn: TurnID
    /// Negative: wanted to sell; positive: wanted to buy.
    let wantedAmount: Int64
    /// The part that was traded, with the same sign.
    var tradedAmount: Int64 = 0
    let obstacle: Obstacle
}
