import SMPProtocol

/// The messages that a worker sends (TW-5).
enum Outgoing: Equatable, Sendable {
    // To accounting authorities.
    case configureAccount(ConfigureAccount)
    case prepareTransfer(PrepareTransfer)
    case finalizeTransfer(FinalizeTransfer)
    // To workers.
    case fetchDebtorInfo(FetchDebtorInfo)
    case storeDocument(StoreDocument)
    case discoverDebtor(DiscoverDebtor)
    case confirmDebtor(ConfirmDebtor)
    case candidateOffer(CandidateOffer)
    case neededCollector(NeededCollector)
    case reviseAccountLock(ReviseAccountLock)
    case triggerTransfer(TriggerTransfer)
    case accountIDRequest(AccountIDRequest)
    case accountIDResponse(AccountIDResponse)
    case startSending(StartSending)
    case startDispatching(StartDispatching)
    case calculateSurplus(CalculateSurplus)
    case abandonedTransfer(AbandonedTransfer)
    /// A replay (TW 20.6).
    case accountTransfer(AccountTransfer)

    var message: any SMPMessage {
        switch self {
        case .configureAccount(let m): m
        case .prepareTransfer(let m): m
        case .finalizeTransfer(let m): m
        case .fetchDebtorInfo(let m): m
        case .storeDocument(let m): m
        case .discoverDebtor(let m): m
        case .confirmDebtor(let m): m
        case .candidateOffer(let m): m
        case .neededCollector(let m): m
        case .reviseAccountLock(let m): m
        case .triggerTransfer(let m): m
        case .accountIDRequest(let m): m
        case .accountIDResponse(let m): m
        case .startSending(let m): m
        case .startDispatching(let m): m
        case .calculateSurplus(let m): m
        case .abandonedTransfer(let m): m
        case .accountTransfer(let m): m
        }
    }
}
