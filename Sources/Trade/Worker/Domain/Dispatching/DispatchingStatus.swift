import SMPProtocol

/// What a collector has to do in one currency and turn, and how far it has got (TW 7.14).
struct DispatchingStatus: Equatable, Sendable {
    let key: StatusKey
    let insertedAt: Timestamp
    /// What the solver planned, each the sum of the collector's rows.
    var plan: Plan
    /// nil: not all sellers have paid; set once, when sending starts.
    var totalCollectedAmount: Int64?
    var allSent = false
    /// nil: not all has been received; set once, when dispatching starts.
    var totalReceivedAmount: Int64?
    /// `StartSending` or `StartDispatching` is on its way.
    var awaitsSignal = false

    struct Plan: Equatable, Sendable {
        var amountToCollect: Int64 = 0
        var amountToSend: Int64 = 0
        var amountToReceive: Int64 = 0
        var numberToReceive: Int32 = 0
        var amountToDispatch: Int64 = 0
    }

    var hasStartedSending: Bool { totalCollectedAmount != nil }
    var hasStartedDispatching: Bool { totalReceivedAmount != nil }

    init(key: StatusKey, insertedAt: Timestamp, plan: Plan) {
        self.key = key
        self.insertedAt = insertedAt
        self.plan = plan
    }

    // MARK: Derived amounts (TW 7.14). What is missing reduces first what is sent, then what is dispatched (TW 21.5).

    private var missingCollected: Int128 { Int128(plan.amountToCollect) - Int128(totalCollectedAmount ?? 0) }

    private var missingReceived: Int128 { max(Int128(plan.amountToReceive) - Int128(totalReceivedAmount ?? 0), 0) }

    /// How much may be sent to other collectors.
    var availableToSend: Int64 { clampedToInt64(max(Int128(plan.amountToSend) - missingCollected, 0)) }

    /// How much may be dispatched to buyers.
    var availableToDispatch: Int64 {
        let hoarded = Int128(plan.amountToSend) - Int128(availableToSend)
        let available = Int128(plan.amountToDispatch) - missingCollected + hoarded - missingReceived
        // What is not there cannot be given; more than planned is never owed.
        return clampedToInt64(min(max(available, 0), Int128(plan.amountToDispatch)))
    }
}

/// The sums of a turn, per collector and currency (TW 3.11, 17.2).
struct DispatchingPlans: Sendable {
    private(set) var plans: [StatusKey: DispatchingStatus.Plan] = [:]

    mutating func addCollecting(_ key: StatusKey, _ amount: Int64) { add(key, \.amountToCollect, amount) }
    mutating func addSending(_ key: StatusKey, _ amount: Int64) { add(key, \.amountToSend, amount) }
    mutating func addDispatching(_ key: StatusKey, _ amount: Int64) { add(key, \.amountToDispatch, amount) }

    mutating func addReceiving(_ key: StatusKey, _ amount: Int64) {
        add(key, \.amountToReceive, amount)
        let number = plans[key]!.numberToReceive
        plans[key]!.numberToReceive = number == .max ? .max : number + 1
    }

    private mutating func add(_ key: StatusKey, _ sum: WritableKeyPath<DispatchingStatus.Plan, Int64>, _ amount: Int64) {
        var plan = plans[key] ?? DispatchingStatus.Plan()
        plan[keyPath: sum] = clampedToInt64(Int128(plan[keyPath: sum]) + Int128(amount))
        plans[key] = plan
    }
}
