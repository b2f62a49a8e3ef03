import NIOCore
import NIOHTTP1

/// Keeps a connection to the rules of HTTP/1.1 that the codec leaves to the server (RFC 9110, RFC 9112): refuses what cannot be understood
/// safely, says `100 Continue`, and ends connections when their time has come. Stands behind the codec.
final class HTTPRulesHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connection: WebConnection
    private let wire: WireState
    private let date: @Sendable () -> String
    /// What follows from each request that has not been answered, in their order.
    private var open: [Consequence] = []
    /// The body of the last request has not come as a whole.
    private var isInBody = false
    /// Nothing more is read.
    private var isOver = false
    /// What is said as soon as the open requests have been answered.
    private var lastWord: HTTPResponseStatus?

    private struct Consequence {
        let version: HTTPVersion
        var persists: Bool
    }

    /// - Parameter date: the value of `Date`.
    init(_ connection: WebConnection, _ wire: WireState, date: @escaping @Sendable () -> String) {
        self.connection = connection
        self.wire = wire
        self.date = date
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        switch part {
        case .head(let head): wire.finder.noteHead(bodyLength: RequestHead.bodyLength(of: head))
        case .body: break
        case .end: wire.finder.noteEnd()
        }
        guard !isOver else { return }
        switch part {
        case .head(let head): receive(head, context)
        case .body: context.fireChannelRead(data)
        case .end:
            isInBody = false
            connection.note { $0.noteEndOfRequest(at: $1) }
            context.fireChannelRead(data)
            if open.last?.persists == false { isOver = true }
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let status = RequestHead.refusal(of: head) { return refuse(status, context) }
        var head = head
        let persists = RequestHead.persists(head)
        // The server's loop knows only this form.
        if !persists { head.headers.replaceOrAdd(name: "connection", value: "close") }
        open.append(Consequence(version: head.version, persists: persists))
        isInBody = true
        connection.note { $0.noteHead(at: $1) }
        if open.count == 1, RequestHead.awaitsContinue(head) {
            writeHead(HTTPResponseHead(version: head.version, status: .continue), context, promise: nil)
            context.flush()
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// What is not HTTP is refused, unless it is part of a request that is being answered: then whoever reads its body is told.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isOver else { return context.fireErrorCaught(error) }
        guard isInBody, !open.isEmpty else { return refuse(.badRequest, context) }
        isOver = true
        open[open.count - 1].persists = false
        context.fireErrorCaught(error)
    }

    private func refuse(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        isOver = true
        lastWord = status
        sayLastWord(context)
    }

    private func sayLastWord(_ context: ChannelHandlerContext) {
        guard open.isEmpty, let status = lastWord else { return }
        lastWord = nil
        let headers: HTTPHeaders = ["date": date(), "connection": "close", "content-length": "0"]
        writeHead(HTTPResponseHead(version: .http1_1, status: status, headers: headers), context, promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        connection.note { $0.noteEnd(at: $1) }
        context.close(mode: .output, promise: nil)
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if let consequence = open.first {
                if !consequence.persists {
                    head.headers.replaceOrAdd(name: "connection", value: "close")
                } else if consequence.version.minor == 0 {
                    head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
                }
            }
            if !head.headers.contains(name: "date") { head.headers.add(name: "date", value: date()) }
            connection.note { $0.noteAnswer(at: $1) }
            writeHead(head, context, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end: endAnswer(context, data, promise)
        }
    }

    private func writeHead(_ head: HTTPResponseHead, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        wire.isWritingHead = true
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        wire.isWritingHead = false
    }

    private func endAnswer(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        let isLast = open.first?.persists == false
        if !open.isEmpty { open.removeFirst() }
        let taken = promise ?? context.eventLoop.makePromise()
        let connection = connection
        taken.futureResult.whenComplete { _ in
            connection.note { life, now in
                if isLast { life.noteEnd(at: now) }
                life.noteEndOfAnswer(at: now)
            }
        }
        context.write(data, promise: taken)
        sayLastWord(context)
    }
}

@available(*, unavailable)
extension HTTPRulesHandler: Sendable {}
