/// Why a request is not granted. What the Web API answers follows from it.
enum Refusal: Error, Equatable, Sendable {
    /// A quota is exhausted, a PIN is wrong, missing or blocked, a deletion is unsafe, a transfer is settled…
    case forbidden
    case notFound
    /// CA-API 6.8.
    case updateConflict
    /// CA-API 10.4, 10.5: the creditor is there already. CA-API 13.2: another transfer has this UUID.
    case conflict
    case invalidReservation
    case nameIsTaken
    case pegDoesNotExist
}
