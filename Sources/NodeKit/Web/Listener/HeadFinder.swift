/// Finds where the header fields are in the bytes of a connection. It is told by those behind the codec where a request ends.
struct HeadFinder {
    private enum Place: Equatable {
        /// Before the request line, or in it.
        case requestLine(hasBegun: Bool)
        /// In the header fields.
        /// - Parameter isLineEmpty: nothing but a CR has come since the end of the last line.
        case fields(isLineEmpty: Bool)
        /// In a body of so many more bytes; nil: its end is for the codec to find.
        case body(left: Int?)
    }

    private var place = Place.requestLine(hasBegun: false)

    /// A run of bytes that are all header fields, or all something else.
    enum Run: Equatable {
        case fields(Int)
        case other(Int)

        var count: Int {
            switch self {
            case .fields(let count), .other(let count): count
            }
        }
    }

    /// What comes next are header fields.
    var isInFields: Bool {
        if case .fields = place { true } else { false }
    }

    /// The first run of what has come. Bytes that are header fields end with the last one of the head at the latest.
    mutating func next(_ bytes: UnsafeRawBufferPointer) -> Run {
        switch place {
        case .requestLine(let hasBegun): requestLine(bytes, hasBegun)
        case .fields(let isLineEmpty): fields(bytes, isLineEmpty)
        case .body(nil): .other(bytes.count)
        case .body(let left?): body(bytes, left)
        }
    }

    /// The codec has read a head.
    ///
    /// - Parameter length: of the body; nil: not known.
    mutating func noteHead(bodyLength length: Int?) { place = .body(left: length) }

    /// The codec has read a request to its end.
    mutating func noteEnd() { place = .requestLine(hasBegun: false) }

    private mutating func requestLine(_ bytes: UnsafeRawBufferPointer, _ hasBegun: Bool) -> Run {
        var hasBegun = hasBegun
        for index in 0..<bytes.count {
            let byte = bytes[index]
            let isEnd = byte == UInt8(ascii: "\n")
            if isEnd && hasBegun {
                place = .fields(isLineEmpty: true)
                return .other(index + 1)
            }
            if !isEnd && byte != UInt8(ascii: "\r") { hasBegun = true }
        }
        place = .requestLine(hasBegun: hasBegun)
        return .other(bytes.count)
    }

    private mutating func fields(_ bytes: UnsafeRawBufferPointer, _ isLineEmpty: Bool) -> Run {
        var isLineEmpty = isLineEmpty
        for index in 0..<bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n") {
                if isLineEmpty {
                    place = .body(left: nil)
                    return .fields(index + 1)
                }
                isLineEmpty = true
            } else if byte != UInt8(ascii: "\r") {
                isLineEmpty = false
            }
        }
        place = .fields(isLineEmpty: isLineEmpty)
        return .fields(bytes.count)
    }

    private mutating func body(_ bytes: UnsafeRawBufferPointer, _ left: Int) -> Run {
        let count = min(left, bytes.count)
        // When the codec still waits for something, it is for the codec to find.
        place = .body(left: count == left ? nil : left - count)
        return .other(count == 0 ? bytes.count : count)
    }
}
