import SMPProtocol

/// Takes the fields of a JSON object of a request, and collects everything that is wrong with them in the form of the API (CA-API 4.3 and
/// 5, DA-API 4).
///
/// A field that is wrong gives a harmless value in its place; ``APIRequest/decode(_:rules:)`` throws afterwards, so that nobody ever uses
/// it. Members that nobody asked for are errors, too.
///
/// ```swift
/// let input = try request.decode { body in
///     body.type("TransferCreationRequest")
///     return TransferRequest(
///         uuid: body.value("transferUuid", placeholder: .zero) { json throws(FieldProblem) in … },
///         amount: body.integer("amount", in: 0...Int64.max),
///         recipient: body.object("recipient", placeholder: "") { recipient in
///             recipient.type("AccountIdentity")
///             return recipient.text("uri", maxLength: 200)
///         },
///         note: body.text("note", default: "", maxLength: 500, maxBytes: (500, "The total byte-length of the note exceeds 500 bytes.")))
/// }
/// ```
public struct ObjectReader {
    /// The object itself, for what it is more than its fields.
    public let object: JSONObject
    /// Whether members that nobody asked for are kept instead of being errors (CA-API 12.8).
    public var allowsUnknownFields = false
    private var known: Set<ExactText> = []
    /// What is wrong so far.
    public private(set) var errors = FieldErrors()

    init(_ object: JSONObject) {
        self.object = object
    }

    /// The members that nobody has asked for.
    public var unknownMembers: [JSONObject.Member] {
        object.members.filter { !known.contains(ExactText($0.name)) }
    }

    /// Notes an error at a field, unless the field has one already.
    public mutating func note(_ name: String, _ problem: FieldProblem) {
        guard !hasError(name) else { return }
        errors.set(name, .messages(["\(problem)"]))
    }

    /// Whether something is wrong with a field.
    public func hasError(_ name: String) -> Bool {
        errors.fields.contains { $0.name == name }
    }

    // MARK: Any value

    /// A required field of any type.
    ///
    /// - Parameters:
    ///   - placeholder: what a wrong field gives.
    ///   - convert: never gets null.
    public mutating func value<Value>(
        _ name: String, placeholder: Value, _ convert: (JSONValue) throws(FieldProblem) -> Value
    ) -> Value {
        known.insert(ExactText(name))
        guard let json = object[name] else {
            note(name, .missing)
            return placeholder
        }
        return converted(name, json, placeholder, convert)
    }

    /// A field that may be absent, but not null.
    public mutating func optionalValue<Value>(_ name: String, _ convert: (JSONValue) throws(FieldProblem) -> Value) -> Value? {
        known.insert(ExactText(name))
        guard let json = object[name] else { return nil }
        return converted(name, json, nil) { json throws(FieldProblem) in try convert(json) }
    }

    private mutating func converted<Value>(
        _ name: String, _ json: JSONValue, _ placeholder: Value, _ convert: (JSONValue) throws(FieldProblem) -> Value
    ) -> Value {
        do throws(FieldProblem) {
            if case .null = json { throw .null }
            return try convert(json)
        } catch {
            note(name, error)
            return placeholder
        }
    }

    /// The end of the reading: members that nobody asked for.
    mutating func finish() {
        guard !allowsUnknownFields else { return }
        for member in unknownMembers { note(member.name, .unknownField) }
    }

    /// Rules between fields: asked only when all fields are right (CA-API 5.9).
    mutating func apply(_ messages: [String]) {
        guard errors.isEmpty, !messages.isEmpty else { return }
        errors.set(FieldErrors.schema, .messages(messages))
    }

    mutating func set(_ name: String, _ nested: FieldErrors) {
        errors.set(name, .object(nested))
    }

    mutating func know(_ name: String) {
        known.insert(ExactText(name))
    }
}
