/// `protocol/vectors/timing.json`.
public struct TimingVectors: Decodable, Sendable {
    /// How a table is walked through.
    public struct ScanRhythm: Decodable, Sendable {
        /// Whether blocks or rows are counted.
        public let mode: String
        /// How many there are.
        public let total_items: Int
        /// In which time they are to be visited.
        public let completion_goal_seconds: Double
        /// The wanted distance between two steps.
        public let target_beat_ms: Double
        /// How many are visited in one step.
        public let items_per_beat: Int
        /// How many steps it takes.
        public let number_of_beats: Int
        /// The distance between two steps.
        public let beat_microseconds: Int
        /// After how many steps the table is measured again.
        public let beats_before_size_check: Int
    }

    /// How long a transaction waits before it is tried again.
    public struct RetryWait: Decodable, Sendable {
        /// How often it has failed.
        public let failure: Int
        /// The longest wait, in seconds.
        public let max_wait: Double
        /// The wait before chance is added.
        public let base_wait_seconds: Double
    }

    /// When a consumer in draining mode ends.
    public struct Draining: Decodable, Sendable {
        /// The length of a tick.
        public let pause_parameter_seconds: Double
        /// How many ticks without a message end it.
        public let idle_ticks_that_trigger: Int
    }

    /// What a broker confirms.
    public struct Deliveries: Decodable, Sendable {
        /// One confirmation.
        public struct Step: Decodable, Sendable {
            /// The number of the delivery.
            public let tag: Int
            /// Whether all earlier ones are meant, too.
            public let multiple: Bool
            /// Whether it says something new.
            public let newly_confirmed: Bool
            /// Whether nothing is left to be confirmed.
            public let all: Bool
        }

        /// The confirmations, in their order.
        public let steps: [Step]
    }

    /// Cases of the walk through a table.
    public let scan_rhythm: [ScanRhythm]
    /// Cases of waiting after a deadlock.
    public let deadlock_retry_wait: [RetryWait]
    /// Cases of draining.
    public let draining: [Draining]
    /// One case of confirmations.
    public let delivery_set: Deliveries

    /// The file.
    public static let all = VectorFile.decode("timing", as: TimingVectors.self)
}
