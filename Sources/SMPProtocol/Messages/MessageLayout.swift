/// The fields of a message type in the order of validation, with a table that finds a field by its name.
public struct MessageLayout: Sendable {
    /// Most fields that a type can have.
    static let maximumFields = 62

    /// Every field, `type` first.
    public let rules: [FieldRule]

    let names: [StaticString]
    /// Open addressing; 0 is empty, otherwise the index of the field plus one.
    private let table: [UInt8]

    /// Describes a type by running its ``SMPMessage/init(fields:)`` over a reader that notes what it is asked for.
    public init<Message: SMPMessage>(describing type: Message.Type) {
        var reader = FieldReader(describing: ())
        _ = Message(fields: &reader)
        let described = reader.described
        precondition(described.count <= Self.maximumFields)
        rules = described.map(\.rule)
        names = described.map(\.name)
        var table = [UInt8](repeating: 0, count: Self.tableSize)
        for (index, name) in names.enumerated() {
            var position = Self.hash(name.utf8Start, name.utf8CodeUnitCount)
            while table[position] != 0 { position = (position + 1) & (Self.tableSize - 1) }
            table[position] = UInt8(index + 1)
        }
        self.table = table
    }

    var count: Int { names.count }

    /// The index of the field with this name. `hint` is where it is expected: most documents keep one order.
    @inline(__always)
    func index(of name: UnsafePointer<UInt8>, _ length: Int, hint: Int) -> Int? {
        if hint < names.count, matches(hint, name, length) { return hint }
        return lookUp(name, length)
    }

    private func lookUp(_ name: UnsafePointer<UInt8>, _ length: Int) -> Int? {
        var position = Self.hash(name, length)
        while table[position] != 0 {
            let index = Int(table[position]) - 1
            if matches(index, name, length) { return index }
            position = (position + 1) & (Self.tableSize - 1)
        }
        return nil
    }

    @inline(__always)
    private func matches(_ index: Int, _ name: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let candidate = names[index]
        return candidate.utf8CodeUnitCount == length && ByteText.equal(candidate.utf8Start, name, length)
    }

    private static let tableSize = 128

    /// Any distribution is correct; a crowded slot only costs time, and the table is never full.
    private static func hash(_ name: UnsafePointer<UInt8>, _ length: Int) -> Int {
        guard length > 0 else { return 0 }
        let mixed = Int(name[0]) &* 31 &+ Int(name[length - 1]) &* 7 &+ Int(name[length / 2]) &* 13 &+ length &* 5
        return mixed & (tableSize - 1)
    }
}
