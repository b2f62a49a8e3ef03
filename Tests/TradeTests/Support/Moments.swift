import SMPProtocol
import Testing

@testable import Trade

extension Timestamp {
    /// A moment that is written down in a test.
    init(text: String) throws { self = try #require(Timestamp(iso8601: text)) }

    static func + (a: Timestamp, seconds: Double) -> Timestamp { a.adding(microseconds: Int64(seconds * 1e6)) }
    static func - (a: Timestamp, seconds: Double) -> Timestamp { a + -seconds }
}

/// 2026-03-04T05:06:07.123456+00:00
let noon = Timestamp(microseconds: 1_772_600_767_123_456)

let day = 86_400.0
