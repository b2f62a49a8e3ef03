/// The types of messages, with numbers that never change, so that they can be stored.
public enum MessageKind: Int16, CaseIterable, Sendable {
    // SMP proper (SMP 4).
    case configureAccount = 1
    case rejectedConfig = 2
    case prepareTransfer = 3
    case finalizeTransfer = 4
    case rejectedTransfer = 5
    case preparedTransfer = 6
    case finalizedTransfer = 7
    case accountUpdate = 8
    case accountPurge = 9
    case accountTransfer = 10
    // Activation (SMP 5.1).
    case activateCreditor = 11
    case activateDebtor = 12
    // From the Creditors Agent to the trade service (SMP 5.2).
    case updatedLedger = 13
    case updatedPolicy = 14
    case updatedFlags = 15
    // Inside of the trade service (SMP 5.3).
    case fetchDebtorInfo = 16
    case storeDocument = 17
    case discoverDebtor = 18
    case confirmDebtor = 19
    case activateCollector = 20
    case candidateOffer = 21
    case neededCollector = 22
    case reviseAccountLock = 23
    case triggerTransfer = 24
    case accountIDRequest = 25
    case accountIDResponse = 26
    case startSending = 27
    case startDispatching = 28
    case calculateSurplus = 29
    // Ours alone (TW 30.3, 30.4).
    case abandonedTransfer = 30

    /// The Swift type of such messages.
    public var messageType: any SMPMessage.Type {
        switch self {
        case .configureAccount: ConfigureAccount.self
        case .rejectedConfig: RejectedConfig.self
        case .prepareTransfer: PrepareTransfer.self
        case .finalizeTransfer: FinalizeTransfer.self
        case .rejectedTransfer: RejectedTransfer.self
        case .preparedTransfer: PreparedTransfer.self
        case .finalizedTransfer: FinalizedTransfer.self
        case .accountUpdate: AccountUpdate.self
        case .accountPurge: AccountPurge.self
        case .accountTransfer: AccountTransfer.self
        case .activateCreditor: ActivateCreditor.self
        case .activateDebtor: ActivateDebtor.self
        case .updatedLedger: UpdatedLedger.self
        case .updatedPolicy: UpdatedPolicy.self
        case .updatedFlags: UpdatedFlags.self
        case .fetchDebtorInfo: FetchDebtorInfo.self
        case .storeDocument: StoreDocument.self
        case .discoverDebtor: DiscoverDebtor.self
        case .confirmDebtor: ConfirmDebtor.self
        case .activateCollector: ActivateCollector.self
        case .candidateOffer: CandidateOffer.self
        case .neededCollector: NeededCollector.self
        case .reviseAccountLock: ReviseAccountLock.self
        case .triggerTransfer: TriggerTransfer.self
        case .accountIDRequest: AccountIDRequest.self
        case .accountIDResponse: AccountIDResponse.self
        case .startSending: StartSending.self
        case .startDispatching: StartDispatching.self
        case .calculateSurplus: CalculateSurplus.self
        case .abandonedTransfer: AbandonedTransfer.self
        }
    }

    /// The name on the wire: the `type` property of the delivery and the `type` member of the body.
    public var typeName: String { Self.names[Int(rawValue) - 1] }

    /// The kind with this name, compared exactly (SMP 10.4); `nil` when there is none.
    public init?(typeName: String) {
        guard let kind = Self.byName[typeName] else { return nil }
        self = kind
    }

    /// The ten types that cross the borders of a node (SMP 1.1).
    public var isSMP: Bool { rawValue <= Self.accountTransfer.rawValue }

    /// Whether the accounting authority is the one that receives such messages (SMP 1.2).
    public var isSentToAccountingAuthority: Bool {
        switch self {
        case .configureAccount, .prepareTransfer, .finalizeTransfer: true
        default: false
        }
    }

    /// Whether the accounting authority is the one that sends such messages (SMP 1.2).
    public var isSentByAccountingAuthority: Bool { isSMP && !isSentToAccountingAuthority }

    /// By number, beginning with 1.
    private static let names: [String] = [
        "ConfigureAccount", "RejectedConfig", "PrepareTransfer", "FinalizeTransfer", "RejectedTransfer",
        "PreparedTransfer", "FinalizedTransfer", "AccountUpdate", "AccountPurge", "AccountTransfer", "ActivateCreditor",
        "ActivateDebtor", "UpdatedLedger", "UpdatedPolicy", "UpdatedFlags", "FetchDebtorInfo", "StoreDocument",
        "DiscoverDebtor", "ConfirmDebtor", "ActivateCollector", "CandidateOffer", "NeededCollector", "ReviseAccountLock",
        "TriggerTransfer", "AccountIdRequest", "AccountIdResponse", "StartSending", "StartDispatching", "CalculateSurplus",
        "AbandonedTransfer",
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.typeName, $0) })
}
