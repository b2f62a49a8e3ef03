/// The members of a JSON object in their order. Names are compared by code points, as JSON does, not by canonical equivalence.
public struct JSONObject: Sendable {
    /// A name with its value.
    public struct Member: Sendable {
        /// Its name.
        public let name: String
        /// Its value.
        public var value: JSONValue
    }

    /// In the order in which they were added or read.
    public private(set) var members: [Member] = []
    /// Where a member stands; kept only when there are many, so that hostile objects cost no more than honest ones.
    private var positions: [ExactText: Int] = [:]

    private static let indexedCount = 16

    /// An object without members.
    public init() {}

    /// How many members it has.
    public var count: Int { members.count }
    /// Whether it has none.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a member; setting `nil` removes it.
    public subscript(name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            switch (position(of: name), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(name, value)
            case (nil, nil): break
            }
        }
    }

    private func position(of name: String) -> Int? {
        if members.count >= Self.indexedCount { return positions[ExactText(name)] }
        return members.firstIndex { ExactText.equal($0.name, name) }
    }

    private mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name: name, value: value))
        if members.count == Self.indexedCount {
            index()
        } else if members.count > Self.indexedCount {
            positions[ExactText(name)] = members.count - 1
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        index()
    }

    private mutating func index() {
        positions = [:]
        guard members.count >= Self.indexedCount else { return }
        for (position, member) in members.enumerated() { positions[ExactText(member.name)] = position }
    }
}

extension JSONObject: Equatable {
    /// The same members with equal values, in any order.
    public static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.count == b.count && a.members.allSatisfy { b[$0.name] == $0.value }
    }
}
