/// A declaration that the broker refuses with 406 because the object exists and is different.
public struct PreconditionFailure: Sendable, Equatable {
    /// What we declare, e.g. `queue "swpt_creditors"`.
    public var object: String
    /// The first argument that differs, e.g. `x-queue-type`; nil when the broker does not say.
    public var argument: String?
    /// Our value of the argument, in the broker's words.
    public var declared: String?
    /// The value of the existing object, in the broker's words.
    public var existing: String?
    /// The broker's whole text.
    public var reason: String

    /// - Parameters:
    ///   - object: what we declare.
    ///   - reason: the broker's text, from which the rest is read.
    public init(object: String, reason: String) {
        self.object = object
        self.reason = reason
        guard let argument = reason.quoted(after: "inequivalent arg ") else { return }
        self.argument = argument
        (declared, existing) = Self.values(in: reason)
    }

    /// Reads `… received 'quorum' but current is 'classic'` (the broker also writes `received none but current is the value 'x' of type
    /// 'y'`).
    private static func values(in reason: String) -> (declared: String?, existing: String?) {
        guard let received = reason.after("received "), let current = received.after(" but current is ") else { return (nil, nil) }
        return (String(received.prefix(received.utf8.count - current.utf8.count - " but current is ".utf8.count)), current)
    }
}

extension PreconditionFailure: CustomStringConvertible {
    public var description: String {
        guard let argument else { return "\(object) exists and is different: \(reason)" }
        guard let declared, let existing else { return "\(object) exists with another \"\(argument)\": \(reason)" }
        return "\(object) exists with another \"\(argument)\": declared is \(declared), existing is \(existing)"
    }
}

extension String {
    /// What follows the first occurrence of `marker`, or nil.
    func after(_ marker: String) -> String? {
        guard !marker.isEmpty else { return self }
        let bytes = Array(utf8)
        let wanted = Array(marker.utf8)
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...(bytes.count - wanted.count) where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
            return String(decoding: bytes[(start + wanted.count)...], as: UTF8.self)
        }
        return nil
    }

    /// The text between the two apostrophes that follow `marker`, or nil.
    func quoted(after marker: String) -> String? {
        guard let rest = after(marker + "'") else { return nil }
        let name = rest.prefix { $0 != "'" }
        return name.utf8.count < rest.utf8.count ? String(name) : nil
    }
}
