import Demo
import SMPProtocol
import Testing

/// Every error code that a wallet can meet (CA-API 13.2), each from real causes where there are some, otherwise from an accounting
/// authority that was told to answer so.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PaymentErrorEndToEndTests {
    /// What a payment is refused for.
    enum Cause: String, CaseIterable, CustomTestStringConvertible {
        case moreThanThereIs, moreThanThereIsLocked
        case unknownRecipient, strangeRecipient, recipientWithoutAccount, recipientIsClosing
        case payerWithoutAccount
        case ownAccount
        case deadlineIsOver
        case newerInterestRate
        case noteIsTooLong, tooManyTransfers, unknownCode, codeAtTheEnd

        var testDescription: String { rawValue }

        var code: String {
            switch self {
            case .moreThanThereIs, .moreThanThereIsLocked: "INSUFFICIENT_AVAILABLE_AMOUNT"
            case .unknownRecipient, .strangeRecipient, .recipientWithoutAccount, .recipientIsClosing: "RECIPIENT_IS_UNREACHABLE"
            case .payerWithoutAccount: "SENDER_IS_UNREACHABLE"
            case .ownAccount: "RECIPIENT_SAME_AS_SENDER"
            case .deadlineIsOver: "TIMEOUT"
            case .newerInterestRate: "NEWER_INTEREST_RATE"
            case .noteIsTooLong: "TRANSFER_NOTE_IS_TOO_LONG"
            case .tooManyTransfers: "TOO_MANY_TRANSFERS"
            case .unknownCode: "TODAY_IS_A_HOLIDAY"
            case .codeAtTheEnd: "INSUFFICIENT_AVAILABLE_AMOUNT"
            }
        }
    }

    @Test(arguments: Cause.allCases) func aPaymentThatMustFailFailsWithItsCodeAndMovesNothing(_ cause: Cause) async throws {
        let rate = cause == .newerInterestRate ? 5.0 : 0
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000, interestRate: rate)
        let (payer, payee) = (money.holders[0], money.holders[1])
        let order = try await order(cause, money)
        let sender = cause == .payerWithoutAccount ? try await Wallet.create(on: money.nodes) : payer.wallet
        let outcome = try await sender.pay(order)

        #expect(outcome.errorCode == cause.code)
        #expect(outcome.committedAmount == 0)
        #expect((outcome.totalLockedAmount == 0) == (cause.code == "INSUFFICIENT_AVAILABLE_AMOUNT"))
        let accounts = try await SandboxAuthority(nodes: money.nodes).accounts(of: money.issuer.id)
        #expect(accounts.first { $0.uri == payer.identity }?.principal == 1000)
        #expect(accounts.allSatisfy { $0.lockedAmount == 0 && $0.preparedTransfers == 0 })
        #expect(try await payer.wallet.balance(money.issuer.id) == 1000)
        #expect(try await payee.wallet.balance(money.issuer.id) == 1000)
    }

    /// Prepares the cause, and gives the order that meets it.
    private func order(_ cause: Cause, _ money: Circulation) async throws -> PaymentOrder {
        let sandbox = SandboxAuthority(nodes: money.nodes)
        let payer = money.holders[0].wallet.id
        var order = PaymentOrder(to: money.holders[1].identity, amount: 500, note: cause.rawValue)
        func plan(_ type: String, _ code: String? = nil, amount: Int64? = nil) async throws {
            try await sandbox.plan(type, debtor: money.issuer.id, creditor: payer, statusCode: code, amount: amount)
        }
        switch cause {
        case .moreThanThereIs: order.amount = 1001
        case .moreThanThereIsLocked: (order.amount, order.lockedAmount) = (1001, 1001)
        case .unknownRecipient: order.recipient = money.issuer.uri + "/18446744073709551615"
        case .strangeRecipient: order.recipient = money.issuer.uri + "/somebody"
        case .recipientWithoutAccount: order.recipient = "\(money.issuer.uri)/\(try await Wallet.create(on: money.nodes).id.unsignedText)"
        case .recipientIsClosing: order.recipient = try await closingAccount(money)
        case .payerWithoutAccount: break
        case .ownAccount: order.recipient = money.holders[0].identity
        case .deadlineIsOver: order.deadline = .epoch
        case .newerInterestRate: order.finalInterestRateTimestamp = .epoch
        case .noteIsTooLong, .codeAtTheEnd: try await plan("FinalizeTransfer", cause.code)
        case .tooManyTransfers, .unknownCode: try await plan("PrepareTransfer", cause.code)
        }
        return order
    }

    /// An account that is about to go, but cannot yet, as there is money on it.
    private func closingAccount(_ money: Circulation) async throws -> String {
        let wallet = try await Wallet.create(on: money.nodes)
        let identity = try await Circulation.openAccount(in: wallet, of: money.issuer, on: money.nodes)
        #expect(try await money.issuer.pay(PaymentOrder(to: identity, amount: 100)).isSuccess)
        try await wallet.change("config", of: money.issuer.id, ["scheduledForDeletion": true])
        try await untilTrue("the deletion flag") {
            try await SandboxAuthority(nodes: money.nodes).account(identity, of: money.issuer.id)?.isScheduledForDeletion == true
        }
        return identity
    }

    /// An authority that commits something else than it was told: the wallet says so, and the ledger shows what has really moved.
    @Test func aPaymentOfAnotherAmountIsAnUnexpectedError() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let payer = money.holders[0].wallet
        let sandbox = SandboxAuthority(nodes: money.nodes)
        try await sandbox.plan("FinalizeTransfer", debtor: money.issuer.id, creditor: payer.id, amount: 100)
        let outcome = try await payer.pay(PaymentOrder(to: money.holders[1].identity, amount: 500))
        #expect(outcome.errorCode == "UNEXPECTED_ERROR")
        #expect(try await Audit(circulation: money, balances: [900, 1100], entryCounts: [2, 2]).settle() == [])
    }

    /// CA 9.7: such a preparation is dismissed, and the payment goes on waiting for a better one until its owner calls it off.
    @Test func aPaymentForWhichTooLittleIsLockedWaitsAndCanBeCalledOff() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let payer = money.holders[0].wallet
        let sandbox = SandboxAuthority(nodes: money.nodes)
        try await sandbox.plan("PrepareTransfer", debtor: money.issuer.id, creditor: payer.id, amount: 100)
        var order = PaymentOrder(to: money.holders[1].identity, amount: 500)
        order.lockedAmount = 500
        let dismissals = try await sandbox.totals().sent["FinalizedTransfer"] ?? 0
        _ = try await payer.order(order)
        try await untilTrue("the dismissal") { try await sandbox.totals().sent["FinalizedTransfer"] ?? 0 > dismissals }
        #expect(try await payer.outcome(of: order.uuid) == nil)
        _ = try await payer.cancel(order.uuid)
        #expect(try await payer.outcome(of: order.uuid)?.errorCode == "CANCELED_BY_THE_SENDER")
        #expect(try await Audit(circulation: money, balances: [1000, 1000], entryCounts: [1, 1]).settle() == [])
    }

    /// The request to prepare the transfer comes late, so there is time to call it off. What is prepared then must be dismissed.
    @Test func aPaymentIsCalledOffInTime() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let sandbox = SandboxAuthority(nodes: money.nodes)
        var faults = SandboxAuthority.Faults()
        (faults.drop, faults.types, faults.maxDelaySeconds) = (1, ["PrepareTransfer"], 4)
        try await sandbox.set(faults)
        let prepared = try await sandbox.totals().sent["PreparedTransfer"] ?? 0

        var order = PaymentOrder(to: money.holders[1].identity, amount: 500)
        order.lockedAmount = 500
        let payer = money.holders[0].wallet
        _ = try await payer.order(order)
        for _ in 1...2 {
            let answer = try await payer.cancel(order.uuid)
            #expect(answer.at("result", "error", "errorCode")?.string == "CANCELED_BY_THE_SENDER")
            #expect(answer.at("result", "committedAmount")?.int64 == 0)
        }
        try await sandbox.switchFaultsOff()
        try await untilTrue("the late answer") { try await sandbox.totals().sent["PreparedTransfer"] ?? 0 > prepared }
        #expect(try await Audit(circulation: money, balances: [1000, 1000]).settle() == [])
        #expect(try await payer.outcome(of: order.uuid)?.errorCode == "CANCELED_BY_THE_SENDER")
    }

    @Test func aPaymentThatHasSucceededCannotBeCalledOff() async throws {
        let money = try await Circulation.create(on: EndToEndStack.nodes(), holders: 2, each: 1000)
        let order = PaymentOrder(to: money.holders[1].identity, amount: 500)
        #expect(try await money.holders[0].wallet.pay(order).isSuccess)
        _ = try await money.holders[0].wallet.cancel(order.uuid, expecting: 403)
        #expect(try await Audit(circulation: money, balances: [500, 1500], entryCounts: [2, 2]).settle() == [])
    }

    @Test func anIssuerMeetsTheSameCodes() async throws {
        let nodes = try EndToEndStack.nodes()
        let money = try await Circulation.create(on: nodes, holders: 1, each: 100)
        let holder = money.holders[0]
        try await money.issuer.configure(interestRate: 0, limit: 250)
        try await untilTrue("the limit of the currency") {
            let answer = try await money.issuer.pay(PaymentOrder(to: holder.identity, amount: 151))
            return answer.errorCode == "INSUFFICIENT_AVAILABLE_AMOUNT" ? true : try await returnToIssuer(151, money)
        }
        #expect(try await money.issuer.pay(PaymentOrder(to: holder.identity, amount: 150)).errorCode == nil)
        #expect(try await money.issuer.pay(PaymentOrder(to: money.issuer.uri + "/7", amount: 0)).errorCode == "RECIPIENT_IS_UNREACHABLE")
        #expect(
            try await money.issuer.pay(PaymentOrder(to: money.issuer.rootAccountURI, amount: 0)).errorCode == "RECIPIENT_SAME_AS_SENDER")
    }

    /// The configuration came later than the payment: take it back.
    private func returnToIssuer(_ amount: Int64, _ money: Circulation) async throws -> Bool {
        let outcome = try await money.holders[0].wallet.pay(PaymentOrder(to: money.issuer.rootAccountURI, amount: amount))
        #expect(outcome.isSuccess)
        return false
    }
}
