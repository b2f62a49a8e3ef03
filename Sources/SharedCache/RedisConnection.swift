import CHiredis
import Glibc

/// What Redis answers, of the kinds that our commands can get.
enum RedisReply: Equatable {
    case bytes([UInt8])
    /// OK, or a number: that the command was done.
    case done
    case null
    /// The first word of the error, such as WRONGTYPE.
    case error(String)
}

/// One connection to Redis: our own socket (hiredis's would know neither deadlines nor TLS), and hiredis's writer and reader.
///
/// After any error the connection is of no use: an answer may still be on its way.
final class RedisConnection {
    private let socket: TCPSocket
    private let tls: TLSChannel?
    private let reader: UnsafeMutablePointer<redisReader>
    private let buffer: UnsafeMutableRawBufferPointer

    /// Connects, authenticates, chooses the database.
    init(_ url: RedisURL, deadline: TCPSocket.Deadline) throws(RedisFailure) {
        let socket = try TCPSocket(host: url.host, port: url.port, deadline: deadline)
        let tls = url.usesTLS ? try TLSChannel(socket, url: url, deadline: deadline) : nil
        guard let reader = redisReaderCreate() else { throw .broken("no memory") }
        self.socket = socket
        self.tls = tls
        self.reader = reader
        buffer = .allocate(byteCount: 16 << 10, alignment: 1)
        if let password = url.password {
            try mustSucceed(["AUTH"] + (url.user.map { [$0] } ?? []) + [password], deadline)
        }
        if url.database != 0 { try mustSucceed(["SELECT", String(url.database)], deadline) }
        try mustSucceed(["PING"], deadline)
    }

    deinit {
        redisReaderFree(reader)
        buffer.deallocate()
    }

    private func mustSucceed(_ words: [String], _ deadline: TCPSocket.Deadline) throws(RedisFailure) {
        if case .error(let word) = try send(words.map { Array($0.utf8) }, deadline) { throw .refused(word) }
    }

    /// Sends one command and waits for its answer.
    func send(_ arguments: [[UInt8]], _ deadline: TCPSocket.Deadline) throws(RedisFailure) -> RedisReply {
        try write(arguments, deadline)
        var received = 0
        while true {
            if let reply = try nextReply() { return reply }
            guard received <= CacheLimits.valueBytes + buffer.count else { throw .notRedis }
            let count = if let tls { try tls.read(into: buffer, deadline) } else { try socket.read(into: buffer, deadline) }
            received += count
            let bytes = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
            guard redisReaderFeed(reader, bytes, count) == REDIS_OK else { throw .notRedis }
        }
    }

    private func write(_ arguments: [[UInt8]], _ deadline: TCPSocket.Deadline) throws(RedisFailure) {
        var command: UnsafeMutablePointer<CChar>?
        let lengths = arguments.map(\.count)
        // One block of memory for all arguments, and the places of each in it.
        let joined = Array(arguments.joined()) + [0]
        let length = joined.withUnsafeBytes { bytes in
            let start = bytes.baseAddress!.assumingMemoryBound(to: CChar.self)
            var offset = 0
            var places: [UnsafePointer<CChar>?] = lengths.map { length in
                defer { offset += length }
                return start + offset
            }
            return redisFormatCommandArgv(&command, Int32(arguments.count), &places, lengths)
        }
        guard length > 0, let command else { throw .broken("no memory") }
        defer { redisFreeCommand(command) }
        let bytes = UnsafeRawBufferPointer(start: command, count: Int(length))
        if let tls { try tls.write(bytes, deadline) } else { try socket.write(bytes, deadline) }
    }

    /// Nil when the answer is not complete yet.
    private func nextReply() throws(RedisFailure) -> RedisReply? {
        var object: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw .notRedis }
        guard let object else { return nil }
        defer { freeReplyObject(object) }
        let reply = object.assumingMemoryBound(to: redisReply.self).pointee
        let text = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : reply.len)
        switch reply.type {
        case REDIS_REPLY_STRING: return .bytes(Array(text))
        case REDIS_REPLY_INTEGER, REDIS_REPLY_STATUS: return .done
        case REDIS_REPLY_NIL: return .null
        case REDIS_REPLY_ERROR: return .error(Self.firstWord(text))
        default: throw .notRedis
        }
    }

    /// Of an error only the word in capitals is taken over: what follows may quote the command.
    private static func firstWord(_ text: UnsafeRawBufferPointer) -> String {
        let word = text.prefix { $0 >= 0x41 && $0 <= 0x5a }
        return word.isEmpty ? "an error" : String(decoding: word.prefix(20), as: UTF8.self)
    }
}
