/// How a transfer ends (SMP 4.5, 4.7): `OK`, or why it failed. Nodes must pass on any other code as they have received it.
public enum StatusCode {
    /// The amount has been transferred.
    public static let ok = "OK"

    // What the protocol fixes for accounting authorities.

    /// There is no account from which the amount could be taken.
    public static let senderIsUnreachable = "SENDER_IS_UNREACHABLE"
    /// There is no account that could get the amount.
    public static let recipientIsUnreachable = "RECIPIENT_IS_UNREACHABLE"
    /// The deadline of the transfer has passed.
    public static let timeout = "TIMEOUT"
    /// The interest rate has changed after the moment that the sender has named.
    public static let newerInterestRate = "NEWER_INTEREST_RATE"
    /// The accounting authority does not take notes of this length.
    public static let transferNoteIsTooLong = "TRANSFER_NOTE_IS_TOO_LONG"
    /// The sender has not got so much, or other transfers have locked it.
    public static let insufficientAvailableAmount = "INSUFFICIENT_AVAILABLE_AMOUNT"

    // What accounting authorities say besides.

    /// Nobody can pay to the account from which the money comes.
    public static let recipientSameAsSender = "RECIPIENT_SAME_AS_SENDER"
    /// The sender has too many transfers under way.
    public static let tooManyTransfers = "TOO_MANY_TRANSFERS"

    // What agents say to their clients.

    /// The client has cancelled the transfer before it was committed (CA 1.2, DA 1.2).
    public static let canceledByTheSender = "CANCELED_BY_THE_SENDER"
    /// The accounting authority has answered something that does not fit the transfer (CA 1.2, DA 1.2).
    public static let unexpectedError = "UNEXPECTED_ERROR"
}

/// Why the configuration of an account is not in effect (SMP 4.2, CA 1.2, DA 1.2). Nodes must pass on any other code as they have received
/// it.
public enum ConfigurationCode {
    /// The accounting authority has not confirmed the configuration in time.
    public static let configurationIsNotEffectual = "CONFIGURATION_IS_NOT_EFFECTUAL"
    /// There is no way from this node to the accounting authority of the debtor.
    public static let noConnectionToDebtor = "NO_CONNECTION_TO_DEBTOR"
    /// The accounting authority cannot do what the configuration asks for.
    public static let invalidConfiguration = "INVALID_CONFIGURATION"
}
