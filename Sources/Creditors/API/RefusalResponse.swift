import NodeKit

/// The status and body of each refusal (CA-API 4).
extension Refusal: APIRefusal {
    var answer: APIError {
        switch self {
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .updateConflict: .updateConflict
        case .conflict: .conflict
        case .invalidReservation: .invalid(FieldErrors("Invalid ID.", at: "reservationId"))
        case .nameIsTaken: .invalid(FieldErrors("Another account with the same debtorName already exist.", at: "debtorName"))
        case .pegDoesNotExist: .invalid(FieldErrors("Account does not exist.", at: "peg", "account", "uri"))
        }
    }
}
