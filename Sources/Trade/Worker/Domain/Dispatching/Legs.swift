import SMPProtocol

// What a collector expects to get and has to give in a turn, transfer by transfer (TW 7.15). `LegKey.status` is the collector's.

/// From a seller.
struct WorkerCollecting: Equatable, Sendable {
    let key: LegKey
    let amount: Int64
    var isCollected = false
    let purgeAfter: Timestamp
}

/// To another collector.
struct WorkerSending: Equatable, Sendable {
    let key: LegKey
    let amount: Int64
    let purgeAfter: Timestamp
}

/// From another collector.
struct WorkerReceiving: Equatable, Sendable {
    let key: LegKey
    let expectedAmount: Int64
    /// 0: nothing has come yet.
    var receivedAmount: Int64 = 0
    let purgeAfter: Timestamp
}

/// To a buyer.
struct WorkerDispatching: Equatable, Sendable {
    let key: LegKey
    let amount: Int64
    let purgeAfter: Timestamp
}
