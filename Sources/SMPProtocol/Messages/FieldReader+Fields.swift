// The kinds of fields (SMP 1.4). Each takes the name on the wire, and limits.
extension FieldReader {
    /// `type`: must equal the name of the message.
    mutating func type(_ kind: MessageKind) {
        guard let token = next("type", .string(.init())) else { return }
        let base = base
        let name = take("type", "") { () throws(FieldProblem) in
            try ValueCoercion.string(token, of: base, lengths: 0...Int.max)
        }
        if token.kind == .string, token.isStorableText, name != kind.typeName { note("type", .wrongType) }
    }

    @inline(__always)
    mutating func int64(_ name: StaticString, in range: ClosedRange<Int64> = Int64.min...Int64.max) -> Int64 {
        guard let token = next(name, .integer(range)) else { return 0 }
        let base = base
        return take(name, 0) { () throws(FieldProblem) in try ValueCoercion.integer(token, of: base, in: range) }
    }

    /// One value is forbidden, with a message of its own.
    @inline(__always)
    mutating func int64(
        _ name: StaticString, in range: ClosedRange<Int64> = Int64.min...Int64.max, forbidden: Int64, _ message: StaticString
    ) -> Int64 {
        let known = issues.count
        let value = int64(name, in: range)
        if value == forbidden, !isDescribing, issues.count == known { note(name, .rule("\(message)")) }
        return value
    }

    @inline(__always)
    mutating func int32(_ name: StaticString, in range: ClosedRange<Int32> = Int32.min...Int32.max) -> Int32 {
        Int32(truncatingIfNeeded: int64(name, in: Int64(range.lowerBound)...Int64(range.upperBound)))
    }

    @inline(__always)
    mutating func id<ID: WireIdentifier>(_ name: StaticString, in range: ClosedRange<Int64> = Int64.min...Int64.max) -> ID {
        ID(rawValue: int64(name, in: range))
    }

    @inline(__always)
    mutating func id<ID: WireIdentifier>(_ name: StaticString, forbidden: Int64, _ message: StaticString) -> ID {
        ID(rawValue: int64(name, forbidden: forbidden, message))
    }

    mutating func optionalID<ID: WireIdentifier>(_ name: StaticString) -> ID? {
        let range = Int64.min...Int64.max
        guard let token = nextOptional(name, .integer(range)) else { return nil }
        let base = base
        return take(name, nil) { () throws(FieldProblem) in
            ID(rawValue: try ValueCoercion.integer(token, of: base, in: range))
        }
    }

    @inline(__always)
    mutating func double(_ name: StaticString, min: Double? = nil, max: Double? = nil) -> Double {
        guard let token = next(name, .float(minimum: min, maximum: max)) else { return 0 }
        return double(token, name, min: min, max: max) ?? 0
    }

    mutating func optionalDouble(_ name: StaticString, min: Double? = nil) -> Double? {
        guard let token = nextOptional(name, .float(minimum: min, maximum: nil)) else { return nil }
        return double(token, name, min: min, max: nil)
    }

    /// A number that is kept in single precision (SMP 3.2.1); what is too large becomes the greatest finite one (SMP 19.1).
    @inline(__always)
    mutating func single(_ name: StaticString, min: Double? = nil) -> Float {
        guard let token = next(name, .float(minimum: min, maximum: nil)) else { return 0 }
        guard let value = double(token, name, min: min, max: nil) else { return 0 }
        if token.kind == .string { return Float(Swift.min(value, Double(Float.greatestFiniteMagnitude))) }
        return NumberText.single(token.bytes(of: base), value)
    }

    @inline(__always)
    private mutating func double(_ token: JSONToken, _ name: StaticString, min: Double?, max: Double?) -> Double? {
        let base = base
        return take(name, nil) { () throws(FieldProblem) in
            let value = try ValueCoercion.double(token, of: base)
            if value < min ?? -.infinity || value > max ?? .infinity {
                if let min, let max { throw .outsideReals(min...max) }
                throw .below(min ?? -.infinity)
            }
            return value
        }
    }

    mutating func boolean(_ name: StaticString) -> Bool {
        guard let token = next(name, .boolean) else { return false }
        let base = base
        return take(name, false) { () throws(FieldProblem) in try ValueCoercion.boolean(token, of: base) }
    }

    @inline(__always)
    mutating func timestamp(_ name: StaticString) -> Timestamp {
        guard let token = next(name, .dateTime) else { return .epoch }
        let base = base
        return take(name, .epoch) { () throws(FieldProblem) in try ValueCoercion.timestamp(token, of: base) }
    }

    mutating func optionalTimestamp(_ name: StaticString) -> Timestamp? {
        guard let token = nextOptional(name, .dateTime) else { return nil }
        let base = base
        return take(name, nil) { () throws(FieldProblem) in try ValueCoercion.timestamp(token, of: base) }
    }

    @inline(__always)
    mutating func date(_ name: StaticString) -> CalendarDate {
        guard let token = next(name, .date) else { return .epoch }
        let base = base
        return take(name, .epoch) { () throws(FieldProblem) in try ValueCoercion.date(token, of: base) }
    }

    /// `transfer_kind`, or its older form `is_dispatching`; when both are there the first decides (SMP 1.3.2).
    mutating func transferKind() -> TransferKind {
        let range: ClosedRange<Int64> = 0...3
        if isDescribing {
            describe("transfer_kind", .integer(range), isOptional: true, isNullable: false)
            describe("is_dispatching", .boolean, isOptional: true, isNullable: false)
            return .sending
        }
        if isNextPresent() {
            let value = int64("transfer_kind", in: range)
            skip()
            return TransferKind(rawValue: Int32(value)) ?? .sending
        }
        skip()
        guard isNextPresent() else {
            skip()
            note("transfer_kind", .missing)
            return .sending
        }
        return boolean("is_dispatching") ? .dispatching : .sending
    }
}
