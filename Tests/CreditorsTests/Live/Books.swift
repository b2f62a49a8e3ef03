import NodeKit
import SMPProtocol
import Synchronization
import TestSupport

@testable import Creditors

/// An accounting authority that keeps books about payments.
final class Books: Sendable {
    struct Payment: Hashable {
        let creditor: CreditorID
        let request: CoordinatorRequestID
    }

    private struct State {
        var transferIDs: [Payment: TransferID] = [:]
        var commits: [Payment: Set<Int64>] = [:]
    }

    private let state = Mutex(State())

    func answer(_ message: NodeMessage) -> [any SMPMessage] {
        switch message {
        case .configure(let m):
            let now = SystemClock.now()
            return [
                AccountUpdate(
                    debtorID: m.debtorID, creditorID: m.creditorID, creationDate: Sample.birthday, lastChangeTs: m.ts,
                    lastChangeSeqnum: SequenceNumber(1), principal: 0, interest: 0, interestRate: 0, lastInterestRateChangeTs: .epoch,
                    lastConfigTs: m.ts, lastConfigSeqnum: m.seqnum, negligibleAmount: m.negligibleAmount, configFlags: m.configFlags,
                    configData: m.configData, accountID: AccountID("a")!, debtorInfoIRI: "", debtorInfoContentType: "",
                    debtorInfoSHA256: "",
                    lastTransferNumber: 0, lastTransferCommittedAt: .epoch, demurrageRate: 0, commitPeriod: 2_592_000,
                    transferNoteMaxBytes: 500, ts: now, ttl: 1_000_000_000)
            ]
        case .prepare(let m):
            let payment = Payment(creditor: m.creditorID, request: m.coordinatorRequestID)
            let id = state.withLock { state in
                let id = state.transferIDs[payment] ?? TransferID(Int64(state.transferIDs.count + 1))
                state.transferIDs[payment] = id
                return id
            }
            let prepared = PreparedTransfer(
                debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                coordinatorRequestID: m.coordinatorRequestID, transferID: id, lockedAmount: m.maxLockedAmount, recipient: m.recipient,
                preparedAt: m.ts, demurrageRate: 0, deadline: .latest, finalInterestRateTs: .farFuture, ts: m.ts)
            // Every third one comes twice.
            return id.rawValue % 3 == 0 ? [prepared, prepared] : [prepared]
        case .finalize(let m):
            let payment = Payment(creditor: m.creditorID, request: m.coordinatorRequestID)
            state.withLock { _ = $0.commits[payment, default: []].insert(m.committedAmount) }
            // Every fourth one fails in the end.
            let succeeds = m.transferID.rawValue % 4 != 0
            return [
                FinalizedTransfer(
                    debtorID: m.debtorID, creditorID: m.creditorID, coordinatorType: .direct, coordinatorID: m.coordinatorID,
                    coordinatorRequestID: m.coordinatorRequestID, transferID: m.transferID,
                    committedAmount: succeeds ? m.committedAmount : 0, statusCode: succeeds ? "OK" : "TIMEOUT", totalLockedAmount: 0,
                    preparedAt: m.ts, ts: m.ts)
            ]
        }
    }

    /// How many payments were committed, and which of them not exactly once with their amount.
    func audit(amount: Int64) -> (committed: Int, wrong: [Payment]) {
        state.withLock { state in (state.commits.count, state.commits.filter { $0.value != [amount] }.map(\.key)) }
    }
}
