/// What all who hold accounts agree on about their configuration (CA 1.2, DA 1.2).
public enum AccountConfiguration {
    /// The negligible amount that lets the accounting authority discard an account, whatever is on it.
    public static let hugeNegligibleAmount: Float = 1e30
    /// The flags of an account about which nothing has been said.
    public static let defaultFlags: Int32 = 0
    /// Bit 0 of the flags; all other bits are opaque and preserved.
    public static let scheduledForDeletionFlag: Int32 = 1
    /// The longest configuration data, in UTF-8 bytes.
    public static let dataMaxBytes = 2000
    /// The relative tolerance with which numbers are compared that have been on their way as 32-bit floats.
    public static let epsilon = 1e-5

    /// Whether a number that came back is the one that was sent.
    ///
    /// - Parameters:
    ///   - stored: as it was sent, or received before.
    ///   - received: as the accounting authority says it. Nothing is close to a negative number.
    public static func isClose(stored: Double, received: Double) -> Bool { abs(stored - received) <= epsilon * received }
}

/// The configuration of an account that was sent last, as news about it are compared with it (CA 9.1, CA 9.2, DA 10.1, DA 10.2).
public struct SentConfiguration: Sendable {
    /// When it was sent: the first half of its version.
    public let ts: Timestamp
    /// The second half of its version, which wraps.
    public let seqnum: SequenceNumber
    /// See ``AccountConfiguration``.
    public let flags: Int32
    /// At most ``AccountConfiguration/dataMaxBytes`` bytes.
    public let data: String
    /// In the smallest unit of the currency, as exactly as it is known.
    public let negligibleAmount: Double

    /// A configuration with these members.
    public init(ts: Timestamp, seqnum: SequenceNumber, flags: Int32, data: String, negligibleAmount: Double) {
        self.ts = ts
        self.seqnum = seqnum
        self.flags = flags
        self.data = data
        self.negligibleAmount = negligibleAmount
    }

    fileprivate func isSame(ts: Timestamp, seqnum: SequenceNumber, flags: Int32, data: String, negligibleAmount: Float) -> Bool {
        self.ts == ts && self.seqnum == seqnum && self.flags == flags && self.data.isExactly(data)
            && AccountConfiguration.isClose(stored: self.negligibleAmount, received: Double(negligibleAmount))
    }
}

extension RejectedConfig {
    /// Whether this configuration is the one that was rejected (CA 9.1, DA 10.1).
    public func rejects(_ sent: SentConfiguration) -> Bool {
        sent.isSame(ts: configTs, seqnum: configSeqnum, flags: configFlags, data: configData, negligibleAmount: negligibleAmount)
    }
}

extension AccountUpdate {
    /// Whether exactly this configuration is in force (CA 9.2 step 6, DA 10.2.5).
    public func confirms(_ sent: SentConfiguration) -> Bool {
        sent.isSame(ts: lastConfigTs, seqnum: lastConfigSeqnum, flags: configFlags, data: configData, negligibleAmount: negligibleAmount)
    }
}
