import Hummingbird
import NIOCore

/// What is known of the connection of a request.
public struct WebContext: InitializableFromSource, Sendable {
    /// For the access log.
    let clientAddress: String

    /// - Parameter source: the connection.
    public init(source: ApplicationRequestContextSource) {
        clientAddress = source.channel.remoteAddress?.ipAddress.map(ListenAddress.plain) ?? "-"
    }
}
