import SMPProtocol

/// What goes wrong with messages on their way, for tests (AA 12.5). Everything follows from the seed and the order of the messages.
struct FaultDial: Sendable {
    struct Settings: Hashable, Sendable {
        var seed: UInt64 = 1
        /// Probabilities, 0 to 1. A message may have several faults.
        var delay = 0.0
        var duplicate = 0.0
        var reorder = 0.0
        /// Lost at first, and sent again later, as after a broken connection.
        var drop = 0.0
        /// Lost for ever. Harmless only for what is repeated: account updates, and what reminders bring back (AA 12.5).
        var lose = 0.0
        /// How many copies come of a message that is duplicated.
        var copies = 1
        /// The longest delay. Dropped messages come after at least half of it.
        var maxDelaySeconds = 2.0
        /// How far a message that is only reordered falls behind.
        var reorderSeconds = 0.1
        /// Whether messages to the authority are concerned, and those from it.
        var isForIncoming = true
        var isForOutgoing = true
        /// Which messages are concerned; nil: all.
        var kinds: Set<MessageKind>?
        /// The names of the nodes that are concerned; nil: all.
        var peers: Set<String>?

        var isOff: Bool { delay == 0 && duplicate == 0 && reorder == 0 && drop == 0 && lose == 0 }
    }

    enum Direction: Sendable { case incoming, outgoing }

    let settings: Settings
    private var random: SeededRandom

    init(_ settings: Settings = Settings()) {
        self.settings = settings
        random = SeededRandom(seed: settings.seed)
    }

    /// When the copies of a message arrive, in seconds from now; usually one copy at once. None: it is lost.
    mutating func fate(of kind: MessageKind, _ direction: Direction, peer: String) -> [Double] {
        guard isConcerned(kind, direction, peer) else { return [0] }
        // Always the same number of draws, so that one probability does not change what the others do.
        let draws = (0..<7).map { _ in random.unit() }
        let maximum = settings.maxDelaySeconds
        var seconds = 0.0
        if draws[0] < settings.reorder { seconds += draws[1] * settings.reorderSeconds }
        if draws[2] < settings.delay { seconds += draws[3] * maximum }
        if draws[4] < settings.drop { seconds += (0.5 + draws[5] / 2) * maximum }
        seconds = min(seconds, maximum)
        var copies = [seconds]
        if draws[6] < settings.duplicate { for _ in 0..<settings.copies { copies.append(random.unit() * maximum) } }
        return settings.lose > 0 && random.unit() < settings.lose ? [] : copies
    }

    private func isConcerned(_ kind: MessageKind, _ direction: Direction, _ peer: String) -> Bool {
        if settings.isOff || settings.peers?.contains(peer) == false { return false }
        return (direction == .incoming ? settings.isForIncoming : settings.isForOutgoing) && settings.kinds?.contains(kind) ?? true
    }
}

/// A small random generator with a seed (SplitMix64).
struct SeededRandom: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// From 0 to 1, without 1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
