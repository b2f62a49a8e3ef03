/// The client went away while its request was read, or sent something that is not HTTP: nobody waits for an answer, and nothing is wrong
/// with us. Never an error in our log, which any client could fill otherwise.
struct ClientFault: Error, CustomStringConvertible {
    /// What was noticed.
    let description: String
}
