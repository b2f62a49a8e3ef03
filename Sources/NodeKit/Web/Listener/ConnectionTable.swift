import NIOCore
import Synchronization

/// The connections of a web server: closes those that take too long, and makes room when there are too many.
///
/// A client that opens thousands of connections takes them from itself: when there is no room left, the one that goes is of the address
/// with the most connections, and of these the one that has waited longest. Connections on which a request is being handled stay.
final class ConnectionTable: Sendable {
    let limit: Int
    let patience: ConnectionPatience
    private let connections = Mutex<[ObjectIdentifier: WebConnection]>([:])

    init(limit: Int, patience: ConnectionPatience) {
        precondition(limit > 0)
        self.limit = limit
        self.patience = patience
    }

    var count: Int { connections.withLock { $0.count } }

    /// A connection was accepted. It leaves the table when its channel has been closed.
    func add(_ channel: any Channel) -> WebConnection {
        let connection = WebConnection(channel, patience)
        let victim: WebConnection? = connections.withLock { connections in
            let victim = connections.count >= limit ? Self.leastUseful(Array(connections.values)) ?? connection : nil
            if let victim { connections[ObjectIdentifier(victim)] = nil }
            if victim !== connection { connections[ObjectIdentifier(connection)] = connection }
            return victim
        }
        victim?.close()
        channel.closeFuture.whenComplete { [self] _ in
            connections.withLock { $0[ObjectIdentifier(connection)] = nil }
        }
        return connection
    }

    /// Closes what has taken too long. To be called now and then.
    func closeOverdue(at now: ContinuousClock.Instant) {
        let overdue = connections.withLock { $0.values.filter { $0.isOverdue(at: now) } }
        for connection in overdue { connection.close() }
    }

    private static func leastUseful(_ connections: [WebConnection]) -> WebConnection? {
        var counts: [String: Int] = [:]
        for connection in connections { counts[connection.peer, default: 0] += 1 }
        return connections.filter(\.isDispensable).max { one, other in
            let (oneCount, otherCount) = (counts[one.peer, default: 0], counts[other.peer, default: 0])
            return oneCount == otherCount ? one.since > other.since : oneCount < otherCount
        }
    }
}

/// One connection, as the table and the handlers of its channel see it.
final class WebConnection: Sendable {
    /// The address of the client.
    let peer: String
    private let channel: any Channel
    private let life: Mutex<ConnectionLife>

    init(_ channel: any Channel, _ patience: ConnectionPatience) {
        self.channel = channel
        peer = channel.remoteAddress?.ipAddress.map(ListenAddress.plain) ?? ""
        life = Mutex(ConnectionLife(patience, at: .now))
    }

    var isDispensable: Bool { life.withLock { $0.isDispensable } }
    var since: ContinuousClock.Instant { life.withLock { $0.since } }

    func isOverdue(at now: ContinuousClock.Instant) -> Bool { life.withLock { $0.deadline.map { $0 <= now } ?? false } }

    /// Something has happened.
    func note(_ change: (inout ConnectionLife, ContinuousClock.Instant) -> Void) {
        let now = ContinuousClock.now
        life.withLock { change(&$0, now) }
    }

    func close() { channel.close(mode: .all, promise: nil) }
}
