import SMPProtocol
import WebFetch

/// What came of fetching a document (TW 10.5, 10.6).
enum FetchOutcome: Equatable, Sendable {
    /// A document that was fetched now.
    case document(LocatedCoinInfo)
    /// It may work later.
    /// - errorCode: the HTTP status, if there was a response that was no document.
    case failure(errorCode: Int16?)
    /// It will never work.
    case permanentFailure
    /// It was not tried: there was no place for a connection, or the process was to stop.
    case postponed

    /// TW 10.6: judges a response.
    init(_ response: WebResponse, maxBytes: Int) {
        switch response.status {
        case 200:
            let contentType = response.headers["content-type"]
            if let document = try? LocatedCoinInfo(contentType: contentType, body: response.body, maxBytes: maxBytes) {
                self = .document(document)
            } else {
                self = .failure(errorCode: nil)
            }
        // Gone: the server says that it will not come back.
        case 410: self = .permanentFailure
        default: self = .failure(errorCode: Int16(clamping: response.status))
        }
    }

    /// TW 10.6: judges why there was no response.
    init(_ error: WebError) {
        switch error {
        // Also of a redirect's target.
        case .invalidURL, .schemeRefused, .invalidHeader: self = .permanentFailure
        case .noFreeConnection, .queueFull, .clientClosed: self = .postponed
        default: self = .failure(errorCode: nil)
        }
    }
}
