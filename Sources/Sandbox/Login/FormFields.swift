import SMPProtocol

/// The fields of a form (`application/x-www-form-urlencoded`). Of repeated ones the first counts.
struct FormFields: Sendable {
    private var values: [ExactText: String] = [:]

    /// Fields that are not well-formed are left out.
    init(_ body: [UInt8]) {
        for (name, value) in PercentEncoding.pairs(of: Substring(decoding: body, as: UTF8.self)) {
            guard let name = try? PercentEncoding.decode(name, plusIsSpace: true), let value,
                let value = try? PercentEncoding.decode(value, plusIsSpace: true), values[ExactText(name)] == nil
            else { continue }
            values[ExactText(name)] = value
        }
    }

    /// Nil when there is no such field.
    subscript(_ name: String) -> String? { values[ExactText(name)] }
}
