/// `protocol/vectors/timing.json`.
public struct TimingVectors: Decodable, Sendable {
    public struct ScanRhythm: Decodable, Sendable {
        public let mode: String
        public let total_items: Int
        public let completion_goal_seconds: Double
        public let target_beat_ms: Double
        public let items_per_beat: Int
        public let number_of_beats: Int
        public let beat_microseconds: Int
        public let beats_before_size_check: Int
    }

    public struct RetryWait: Decodable, Sendable {
        public let failure: Int
        public let max_wait: Double
        public let base_wait_seconds: Double
    }

    public struct Draining: Decodable, Sendable {
        public let pause_parameter_seconds: Double
        public let idle_ticks_that_trigger: Int
    }

    public struct Deliveries: Decodable, Sendable {
        public struct Step: Decodable, Sendable {
            public let tag: Int
            public let multiple: Bool
            public let newly_confirmed: Bool
            public let all: Bool
        }

        public let steps: [Step]
    }

    public let scan_rhythm: [ScanRhythm]
    public let deadlock_retry_wait: [RetryWait]
    public let draining: [Draining]
    public let delivery_set: Deliveries

    public static let all = VectorFile.decode("timing", as: TimingVectors.self)
}
