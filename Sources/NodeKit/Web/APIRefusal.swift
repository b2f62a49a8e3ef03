/// An error that is an answer: it knows the status and the body with which a client learns of it (CA-API 4, DA-API 7).
///
/// The decisions of a node throw a refusal of their own, which knows nothing of HTTP; the node's API room says what each means, in one
/// place. Handlers let it pass: the Web API answers it. An error that is no refusal is logged, and answered with 500.
///
/// ```swift
/// extension Refusal: APIRefusal {
///     var answer: APIError {
///         switch self {
///         case .debtorDoesNotExist: .notFound
///         …
///         }
///     }
/// }
/// ```
public protocol APIRefusal: Error {
    /// What the client is told.
    var answer: APIError { get }
}

extension APIError: APIRefusal {
    /// Itself.
    public var answer: APIError { self }
}

extension Optional {
    /// What was looked for.
    ///
    /// - Throws: 404 when there is nothing.
    public func found() throws(APIError) -> Wrapped {
        guard let self else { throw .notFound }
        return self
    }
}
