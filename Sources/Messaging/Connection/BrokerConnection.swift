import CRabbitMQ
import Glibc

/// One AMQP connection with one channel. Belongs to one thread at a time: an actor on a `ThreadExecutor` owns it, and its calls block.
///
/// After an error that is not a refusal on the channel the connection is of no further use.
final class BrokerConnection {
    static let channel: amqp_channel_t = 1

    /// What the thread of a connection needs: librabbitmq decodes nested tables by recursion without a limit, and a header frame of the
    /// default size holds up to 21,845 of them.
    static let stackBytes = 16 << 20

    let handle: amqp_connection_state_t
    let socket: SocketGuard
    let descriptor: Int32
    private var isOpen = true
    /// False after the broker has closed the channel, until it is opened again.
    private(set) var isChannelOpen = false
    private var assembler = ContentAssembler()
    private var lastKeptAlive = ContinuousClock.now
    /// The broker's reason while it does not accept messages.
    private(set) var blockedBecause: String?

    /// Takes over a handle that has passed the AMQP greeting.
    init(handle: amqp_connection_state_t) {
        self.handle = handle
        descriptor = amqp_get_sockfd(handle)
        socket = SocketGuard(descriptor: descriptor)
    }

    deinit {
        socket.detach()
        amqp_destroy_connection(handle)
    }

    /// 0 = no heartbeats.
    var heartbeatSeconds: Int { Int(amqp_get_heartbeat(handle)) }

    /// How often `readEvent` must be called so that heartbeats are sent in time.
    var serviceMilliseconds: Int {
        heartbeatSeconds == 0 ? 30_000 : min(max(heartbeatSeconds * 250, 100), 5_000)
    }

    /// False after the connection has been closed or lost.
    var isUsable: Bool { isOpen }

    // MARK: Requests

    func openChannel() throws(MessagingError) {
        guard !isChannelOpen else { return }
        try request { amqp_channel_open(handle, Self.channel) }
        isChannelOpen = true
    }

    /// Makes a request and waits for its answer.
    /// - Throws: `refused` with the broker's code when it closes the channel (open it again) or the connection; `connectionLost`.
    @discardableResult
    func request<Reply>(_ send: () -> UnsafeMutablePointer<Reply>?) throws(MessagingError) -> Reply {
        if let reply = send() {
            let copy = reply.pointee
            amqp_maybe_release_buffers_on_channel(handle, Self.channel)
            return copy
        }
        throw failure(of: amqp_get_rpc_reply(handle))
    }

    private func failure(of reply: amqp_rpc_reply_t) -> MessagingError {
        switch reply.reply_type {
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            return refusal(method: reply.reply.id, decoded: reply.reply.decoded) ?? lost("an unexpected answer")
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            return lost(status: reply.library_error)
        default:
            return lost("no answer")
        }
    }

    /// Reads `channel.close` and `connection.close`, and acknowledges them.
    private func refusal(method: UInt32, decoded: UnsafeMutableRawPointer?) -> MessagingError? {
        guard let decoded else { return nil }
        switch method {
        case crabbitmq_channel_close:
            let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            let error = MessagingError(code: close.reply_code, reason: close.reply_text.text)
            isChannelOpen = false
            var answer = amqp_channel_close_ok_t()
            let status = amqp_send_method(handle, Self.channel, crabbitmq_channel_close_ok, &answer)
            return status == 0 ? error : lost(status: status)
        case crabbitmq_connection_close:
            let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            let error = MessagingError(code: close.reply_code, reason: close.reply_text.text)
            var answer = amqp_connection_close_ok_t()
            amqp_send_method(handle, 0, crabbitmq_connection_close_ok, &answer)
            isOpen = false
            return error
        default:
            return nil
        }
    }

    // MARK: Sending

    /// Checks the status of a librabbitmq call that sends.
    func check(_ status: Int32) throws(MessagingError) {
        guard status != 0 else { return }
        throw lost(status: status)
    }

    /// While true, the kernel gathers what is sent in full packets.
    func setCork(_ isCorked: Bool) {
        var value: Int32 = isCorked ? 1 : 0
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    // MARK: Receiving

    /// The next event that has arrived, without waiting; nil when there is nothing more. Sends a heartbeat when one is due.
    /// - Throws: `refused` or `accessRefused` when the broker closes the channel or the connection; `connectionLost`.
    func readEvent(bodyLimit: Int) throws(MessagingError) -> BrokerEvent? {
        var frame = amqp_frame_t()
        var immediately = timeval(tv_sec: 0, tv_usec: 0)
        while true {
            let status = amqp_simple_wait_frame_noblock(handle, &frame, &immediately)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status)
            let event = try event(of: frame, bodyLimit: bodyLimit)
            amqp_maybe_release_buffers_on_channel(handle, frame.channel)
            guard let event else { continue }
            if case .blocked(let reason) = event { blockedBecause = reason }
            if case .unblocked = event { blockedBecause = nil }
            return event
        }
    }

    private func event(of frame: amqp_frame_t, bodyLimit: Int) throws(MessagingError) -> BrokerEvent? {
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            let method = frame.payload.method
            if let refusal = refusal(method: method.id, decoded: method.decoded) { throw refusal }
            guard let decoded = method.decoded else { return nil }
            return assembler.take(method: method.id, decoded: decoded)
        case AMQP_FRAME_HEADER:
            let header = frame.payload.properties
            guard header.class_id == AMQP_BASIC_CLASS, let decoded = header.decoded else { throw lost("a header of a foreign class") }
            return assembler.take(
                properties: decoded.assumingMemoryBound(to: amqp_basic_properties_t.self), encodedBytes: header.raw.len,
                bodySize: header.body_size, limit: bodyLimit)
        case AMQP_FRAME_BODY:
            return assembler.take(body: frame.payload.body_fragment.buffer)
        default:
            return nil
        }
    }

    /// Waits until something can be read (unless that is not wanted), or written, or the wake-up is signalled, or the time is over.
    /// - Returns: whether something can be written, if that was asked for.
    @discardableResult
    func wait(for wakeUp: PollWakeUp, milliseconds: Int, toRead: Bool = true, toWrite: Bool = false) -> Bool {
        withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { descriptors in
            // A negative descriptor is left out: one that nobody reads must not end the wait.
            descriptors[0] = pollfd(
                fd: toRead || toWrite ? descriptor : -1, events: Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0), revents: 0)
            descriptors[1] = pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(descriptors.baseAddress, 2, Int32(clamping: max(milliseconds, 0))) > 0 else { return false }
            // A broken socket counts as writable: writing tells what is wrong with it.
            return descriptors[0].revents & Int16(POLLOUT | POLLERR | POLLHUP) != 0
        }
    }

    /// To be called at least every `serviceMilliseconds` while nothing is read: reading sends heartbeats, and nothing else does.
    func keepAlive() throws(MessagingError) {
        guard heartbeatSeconds > 0, lastKeptAlive.elapsedSeconds * 1000 >= Double(serviceMilliseconds) / 2 else { return }
        lastKeptAlive = .now
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try check(amqp_send_frame(handle, &frame))
    }

    // MARK: Closing

    /// Takes leave of the broker, for at most a second or two. What is still on its way is thrown away as it comes: `amqp_connection_close`
    /// would keep all of it in memory.
    func close() {
        guard isOpen else { return }
        isOpen = false
        setCork(false)
        socket.setDeadline(.now + .seconds(3))
        var farewell = amqp_connection_close_t()
        farewell.reply_code = UInt16(AMQP_REPLY_SUCCESS)
        guard amqp_send_method(handle, 0, crabbitmq_connection_close, &farewell) == 0 else { return }
        let end = ContinuousClock.now + .seconds(1.5)
        var frame = amqp_frame_t()
        while end.secondsFromNow > 0 {
            var rest = timeval(seconds: max(0, end.secondsFromNow))
            guard amqp_simple_wait_frame_noblock(handle, &frame, &rest) == 0 else { return }
            let isAnswer = Int32(frame.frame_type) == AMQP_FRAME_METHOD && frame.payload.method.id == crabbitmq_connection_close_ok
            amqp_maybe_release_buffers_on_channel(handle, frame.channel)
            if isAnswer { return }
        }
    }

    private func lost(status: Int32) -> MessagingError {
        lost(String(cString: amqp_error_string2(status)))
    }

    private func lost(_ reason: String) -> MessagingError {
        isOpen = false
        return .connectionLost(reason: reason)
    }
}

extension MessagingError {
    /// The meaning of a `reply-code` of `channel.close` or `connection.close`.
    init(code: UInt16, reason: String) {
        switch code {
        // CONNECTION_FORCED: the broker shuts down, or somebody closes the connection.
        case 320: self = .connectionLost(reason: reason)
        // ACCESS_REFUSED, NOT_ALLOWED
        case 403, 530: self = .accessRefused(reason: reason)
        default: self = .refused(code: code, reason: reason)
        }
    }
}
