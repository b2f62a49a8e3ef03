/// Why a procedure did nothing (DA 9). The Web API has a status for each (DA-API 7).
enum Refusal: Error, Equatable, CaseIterable {
    case debtorExists
    case invalidReservationID
    case debtorDoesNotExist
    case updateConflict
    case tooManyManagementActions
    case tooManyRunningTransfers
    case tooManySavedDocuments
    case transfersConflict
    case transferDoesNotExist
    case forbiddenTransferCancellation
}
