/// The pace of a sweep: how many rows a beat takes and how long a beat lasts, so that one walk over the table takes the completion goal
/// and the load is spread evenly (SMP 16.2). Pure: times come in as seconds on any monotonic clock.
public struct SweepRhythm: Sendable, Equatable {
    /// What a sweep is told to do; from the configuration of the node.
    public struct Settings: Sendable, Equatable {
        /// The time for one walk over the table, in seconds.
        public var completionGoalSeconds: Double
        /// The shortest pause between two beats that is worth while, in seconds.
        public var targetBeatSeconds: Double
        /// How many physical blocks one query reads.
        public var blocksPerQuery: Int

        /// A pace; see the members.
        public init(completionGoalSeconds: Double, targetBeatSeconds: Double = 0.025, blocksPerQuery: Int = 40) {
            precondition(completionGoalSeconds > 0 && targetBeatSeconds > 0 && blocksPerQuery > 0)
            self.completionGoalSeconds = completionGoalSeconds
            self.targetBeatSeconds = targetBeatSeconds
            self.blocksPerQuery = blocksPerQuery
        }
    }

    /// What to do after a beat.
    public enum Step: Sendable, Equatable {
        /// Go on after a pause of so many seconds (0: at once).
        case beat(pauseSeconds: Double)
        /// The goal's time is over.
        case end
        /// Time to compare the table's size with the one that the rhythm was made for (see ``sizeHasChanged(newTotal:)``).
        case checkSize(pauseSeconds: Double)
    }

    /// What the sweep was told to do.
    public let settings: Settings
    /// How many rows a beat takes.
    public let itemsPerBeat: Int
    /// How long a beat lasts.
    public let beatSeconds: Double
    /// After so many beats the size of the table is looked at again.
    public let beatsPerSizeCheck: Int

    private let total: Int
    private let startedAt: Double
    private var lastBeatEndedAt: Double
    private var extraSeconds: Double = 0
    private var beats = 0

    /// - Parameters:
    ///   - total: the planner's estimate of the number of rows; negative counts as 0.
    ///   - now: seconds on a monotonic clock.
    public init(settings: Settings, total: Int, now: Double) {
        self.settings = settings
        self.total = max(0, total)
        let beatsWanted = max(1, (settings.completionGoalSeconds / settings.targetBeatSeconds).rounded(.down))
        let items = (Double(self.total) / beatsWanted).rounded(.up)
        itemsPerBeat = Int(min(max(10, items), 5000))
        let numberOfBeats = max(5, (Double(self.total) / Double(itemsPerBeat)).rounded(.up))
        beatSeconds = settings.completionGoalSeconds / numberOfBeats
        beatsPerSizeCheck = max(1, Int(min(Double(Int32.max), (15 * 60 / beatSeconds).rounded(.down))))
        startedAt = now
        lastBeatEndedAt = now
    }

    /// Registers a beat that ended at `now`. A late sweep works off its debt without pausing.
    public mutating func registerBeat(now: Double) -> Step {
        extraSeconds += beatSeconds - (now - lastBeatEndedAt)
        lastBeatEndedAt = now
        beats += 1
        if now >= startedAt + settings.completionGoalSeconds { return .end }
        var pause = 0.0
        if extraSeconds > 0.010 {
            pause = extraSeconds
        }
        return beats % beatsPerSizeCheck == 0 ? .checkSize(pauseSeconds: pause) : .beat(pauseSeconds: pause)
    }

    /// Registers a pause, which may have been longer or shorter than asked for.
    public mutating func registerPause(seconds: Double, now: Double) {
        extraSeconds -= seconds
        lastBeatEndedAt = now
    }

    /// Whether the table has grown or shrunk so much that a new rhythm should begin.
    public func sizeHasChanged(newTotal: Int) -> Bool {
        let registered = Double(beatsPerSizeCheck) * Double(itemsPerBeat)
        let ratio = (Double(max(0, newTotal)) + registered) / (Double(total) + registered)
        return !(ratio > 0.8 && ratio < 1.25)
    }
}
