import NodeKit

extension APIError {
    /// The status and body of each refusal (DA-API 7).
    init(_ refusal: Refusal) {
        self =
            switch refusal {
            case .debtorExists, .transfersConflict: .conflict
            case .invalidReservationID: .invalid(FieldErrors("Invalid ID.", at: "reservationId"))
            case .debtorDoesNotExist, .transferDoesNotExist: .notFound
            case .updateConflict: .updateConflict
            case .tooManyManagementActions, .tooManyRunningTransfers, .tooManySavedDocuments,
                .forbiddenTransferCancellation:
                .forbidden
            }
    }
}
