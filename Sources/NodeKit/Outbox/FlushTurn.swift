import SMPProtocol

/// In which order the chunks of one pass look for the types: one after the other (SMP 13.3), but a type with very many messages lets the
/// others go first after each full chunk. Pure.
struct FlushTurn: Equatable {
    /// The first ones first.
    private(set) var kinds: [MessageKind]

    init(_ kinds: [MessageKind]) {
        self.kinds = kinds
    }

    /// A chunk was filled, and ended with a message of this type.
    mutating func pass(after kind: MessageKind) {
        guard let index = kinds.firstIndex(of: kind) else { return }
        kinds = Array(kinds[(index + 1)...] + kinds[...index])
    }
}
