import SMPProtocol

/// Where those are kept whom an agent serves: debtors or creditors.
public protocol HolderStore<ID, Holder>: Sendable {
    associatedtype ID: WireIdentifier
    associatedtype Holder: Sendable

    /// Takes an ID that is free.
    ///
    /// - Throws: an ``APIRefusal`` with ``APIError/conflict`` when the ID is taken.
    func reserve(_ id: ID) async throws -> Holder

    /// Brings somebody to life who was reserved.
    ///
    /// - Parameter reservation: the text of the reservation ID, as it came.
    func activate(_ id: ID, reservation: String) async throws -> Holder

    /// Both at once.
    func reserveAndActivate(_ id: ID) async throws -> Holder

    /// Ends a life; nothing happens to somebody who is not active.
    func deactivate(_ id: ID) async throws

    /// Active ones in ascending (signed) order, from an ID on.
    func activeIDs(from id: ID, limit: Int) async throws -> [ID]
}

/// The administration of those whom an agent serves (CA-API 10, DA-API 6.1–6.6): how they come to life, are listed, and end. It is the same
/// for debtors and creditors but for the names.
public struct HolderAdministration<Store: HolderStore>: Sendable {
    private let noun: String
    private let responsibility: Responsibility<Store.ID>
    private let pageSize: Int
    private let store: Store
    private let writeReservation: @Sendable (inout JSONWriter, Store.Holder) -> Void
    private let writeHolder: @Sendable (inout JSONWriter, Store.Holder) -> Void

    /// CA-API 10.1, DA-API 6.1: how many random IDs are tried.
    private static var reservationAttempts: Int { 100 }

    /// - Parameters:
    ///   - noun: `debtor` or `creditor`, from which paths and types get their names.
    ///   - pageSize: how many IDs a page of the enumeration shows at the most.
    ///   - reservation: writes a reservation.
    ///   - holder: writes somebody who is active.
    public init(
        of noun: String, in store: Store, responsibility: Responsibility<Store.ID>, pageSize: Int,
        reservation: @escaping @Sendable (inout JSONWriter, Store.Holder) -> Void,
        holder: @escaping @Sendable (inout JSONWriter, Store.Holder) -> Void
    ) {
        self.noun = noun
        self.store = store
        self.responsibility = responsibility
        self.pageSize = pageSize
        writeReservation = reservation
        writeHolder = holder
    }

    /// `/debtors`
    private var root: String { "/\(noun)s" }
    /// `Debtor`
    private var typeName: String { noun.prefix(1).uppercased() + noun.dropFirst() }

    private func holder(_ request: APIRequest) -> Store.ID { request.id("\(noun)Id") }

    /// All routes.
    public var routes: [Route] {
        let one = "\(root)/<i64:\(noun)Id>"
        return [
            .post("\(root)/.\(noun)-reserve", .admin, handler: reserveRandom),
            .get("\(root)/.list", .admin, isLight: true, handler: list),
            .get("\(one)/enumerate", .admin, handler: enumerate),
            .post("\(one)/reserve", .admin, handler: reserve),
            .post("\(one)/activate", .admin, handler: activate),
            .post("\(one)/deactivate", .admin, handler: deactivate),
        ]
    }

    /// CA-API 10.1, DA-API 6.1.
    @Sendable private func reserveRandom(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("\(typeName)ReservationRequest") }
        let range = responsibility.range
        for _ in 0..<Self.reservationAttempts where !range.isEmpty {
            let id = Store.ID(Int64.random(in: range.min.rawValue...range.max.rawValue))
            guard responsibility.includes(id) else {
                throw APIError.internalError(message: "The /.\(noun)-reserve endpoint does not support shards.")
            }
            do {
                return try await reserved(id)
            } catch let refusal as any APIRefusal where refusal.answer == .conflict {
                continue
            }
        }
        throw APIError.internalError(message: "Can not generate a valid \(noun) ID.")
    }

    private func reserved(_ id: Store.ID) async throws -> APIResponse {
        let holder = try await store.reserve(id)
        return .json { writeReservation(&$0, holder) }
    }

    private func enumeration(from id: Store.ID) -> String { "\(root)/\(id.unsignedText)/enumerate" }

    /// CA-API 10.2, DA-API 6.3. The list begins with the least of all IDs, as a signed number.
    @Sendable private func list(_: APIRequest) -> APIResponse {
        .json { $0.list("\(typeName)sList", uri: "\(root)/.list", first: enumeration(from: Store.ID(.min))) }
    }

    /// CA-API 10.3, DA-API 6.4. One ID more than shown tells where the next page begins; IDs of other shards are left out.
    @Sendable private func enumerate(_ request: APIRequest) async throws -> APIResponse {
        let ids = try await store.activeIDs(from: holder(request), limit: pageSize + 1)
        let items = ids.prefix(pageSize).filter(responsibility.includes).map { "\(root)/\($0.unsignedText)/" }
        let next = ids.count > pageSize ? enumeration(from: ids[pageSize]) : nil
        return .json { $0.referencesPage(uri: request.pageURI, items: items, next: next) }
    }

    /// CA-API 10.4, DA-API 6.2.
    @Sendable private func reserve(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("\(typeName)ReservationRequest") }
        try request.requireServed(holder(request))
        return try await reserved(holder(request))
    }

    /// CA-API 10.5, DA-API 6.5.
    @Sendable private func activate(_ request: APIRequest) async throws -> APIResponse {
        let reservation = try request.decode { body in
            body.type("\(typeName)ActivationRequest")
            return body.optionalText("reservationId")
        }
        let id = holder(request)
        try request.requireServed(id)
        let active =
            if let reservation {
                try await store.activate(id, reservation: reservation)
            } else {
                try await store.reserveAndActivate(id)
            }
        return .json { writeHolder(&$0, active) }
    }

    /// CA-API 10.6, DA-API 6.6.
    @Sendable private func deactivate(_ request: APIRequest) async throws -> APIResponse {
        try request.decode { $0.type("\(typeName)DeactivationRequest") }
        try request.requireServed(holder(request))
        try request.requireSuperuser()
        try await store.deactivate(holder(request))
        return .noContent
    }
}
