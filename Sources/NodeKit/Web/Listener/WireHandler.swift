import NIOCore

/// What the first handler of a connection and the one behind the codec know of each other.
final class WireState {
    var finder = HeadFinder()
    /// The head of an answer is being written.
    var isWritingHead = false
}

/// Notices when something arrives, and lets no byte of header fields be lost, which are texts behind it (``OpaqueBytes``). The first
/// handler of a connection.
final class WireHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: WebConnection
    private let state: WireState
    /// The beginning of a sequence whose rest has not come.
    private var unfinished: [UInt8] = []

    init(_ connection: WebConnection, _ state: WireState) {
        self.connection = connection
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.note { $0.noteBytes(at: $1) }
        var buffer = unwrapInboundIn(data)
        while buffer.readableBytes > 0 {
            switch buffer.withUnsafeReadableBytes({ state.finder.next($0) }) {
            case .other(let count) where state.finder.isInFields: passHead(lineLength: count, of: &buffer, context)
            case .other(let count): pass(buffer.readSlice(length: count)!, context)
            case .fields(let count): passFields(buffer.readSlice(length: count)!, context)
            }
        }
    }

    /// A request line and the fields behind it: in one piece if they can stay as they are, for the codec has work with each piece.
    private func passHead(lineLength: Int, of buffer: inout ByteBuffer, _ context: ChannelHandlerContext) {
        guard unfinished.isEmpty, buffer.readableBytes > lineLength else {
            return pass(buffer.readSlice(length: lineLength)!, context)
        }
        let run = buffer.withUnsafeReadableBytes { state.finder.next(UnsafeRawBufferPointer(rebasing: $0[lineLength...])) }
        let head = buffer.readSlice(length: lineLength + run.count)!
        if head.isASCII { return pass(head, context) }
        pass(head.getSlice(at: head.readerIndex, length: lineLength)!, context)
        passFields(head.getSlice(at: head.readerIndex + lineLength, length: run.count)!, context)
    }

    private func pass(_ piece: ByteBuffer, _ context: ChannelHandlerContext) { context.fireChannelRead(wrapInboundOut(piece)) }

    private func passFields(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
        if unfinished.isEmpty, piece.isASCII { return pass(piece, context) }
        let bytes = unfinished + piece.readableBytesView
        let (text, left) = OpaqueBytes.escaped(bytes)
        unfinished = Array(bytes.suffix(left))
        if !text.isEmpty { pass(context.channel.allocator.buffer(bytes: text), context) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard state.isWritingHead, case .byteBuffer(let head) = unwrapOutboundIn(data), !head.isASCII else {
            return context.write(data, promise: promise)
        }
        let bytes = OpaqueBytes.unescaped(head.readableBytesView)
        context.write(wrapOutboundOut(.byteBuffer(context.channel.allocator.buffer(bytes: bytes))), promise: promise)
    }
}

extension ByteBuffer {
    fileprivate var isASCII: Bool { withUnsafeReadableBytes { $0.allSatisfy { $0 < 0x80 } } }
}

@available(*, unavailable)
extension WireHandler: Sendable {}
@available(*, unavailable)
extension WireState: Sendable {}
