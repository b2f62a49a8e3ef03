import NodeKit

/// The status and body of each refusal (DA-API 7).
extension Refusal: APIRefusal {
    var answer: APIError {
        switch self {
        case .debtorExists, .transfersConflict: .conflict
        case .invalidReservationID: .invalid(FieldErrors("Invalid ID.", at: "reservationId"))
        case .debtorDoesNotExist, .transferDoesNotExist: .notFound
        case .updateConflict: .updateConflict
        case .tooManyManagementActions, .tooManyRunningTransfers, .tooManySavedDocuments, .forbiddenTransferCancellation: .forbidden
        }
    }
}
