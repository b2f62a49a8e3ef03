/// Writes one JSON document after the other into a buffer of its own: UTF-8, no white space, non-ASCII characters raw (SMP 3).
///
/// Commas are put automatically. A writer is used by one task at a time and can be used again after ``finish()``.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.member("uri", "/debtors/1/")
/// writer.key("list"); writer.beginArray(); writer.value(1); writer.endArray()
/// writer.endObject()
/// let body = writer.finish()
/// ```
public struct JSONWriter: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    public private(set) var count = 0
    private var needsComma = false
    private var depth = 0

    /// A writer that has written nothing.
    /// - Parameter capacity: bytes that it can take before it needs more memory.
    public init(capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// The document written so far; the writer is empty afterwards and keeps its memory. Everything must have been closed.
    public mutating func finish() -> [UInt8] {
        precondition(depth == 0, "an object or array was not closed")
        let bytes = [UInt8](UnsafeBufferPointer(start: base, count: count))
        reset()
        return bytes
    }

    /// Gives the bytes of the document written so far, then empties the writer. Everything must have been closed.
    public mutating func finish<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        precondition(depth == 0, "an object or array was not closed")
        defer { reset() }
        return try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    private mutating func reset() {
        count = 0
        needsComma = false
    }

    // MARK: Structure

    /// Members follow.
    @inline(__always)
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes the object that was opened last.
    @inline(__always)
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Elements follow.
    @inline(__always)
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes the array that was opened last.
    @inline(__always)
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    @inline(__always)
    private mutating func open(_ bracket: UInt8) {
        beginValue(reserving: 1)
        put(bracket)
        needsComma = false
        depth += 1
    }

    @inline(__always)
    private mutating func close(_ bracket: UInt8) {
        reserve(1)
        put(bracket)
        needsComma = true
        depth -= 1
        precondition(depth >= 0, "more is closed than was opened")
    }

    /// The name of the next member; a literal of ASCII characters that need no escape.
    @inline(__always)
    public mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        beginValue(reserving: length + 3)
        put(UInt8(ascii: "\""))
        UnsafeMutableRawPointer(base + count).copyMemory(from: name.utf8Start, byteCount: length)
        count += length
        put(UInt8(ascii: "\""))
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The name of the next member, any text.
    public mutating func key(text name: String) {
        value(name)
        reserve(1)
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: Scalars

    /// `null`.
    public mutating func null() { word("null") }

    /// A truth value.
    @inline(__always)
    public mutating func value(_ value: Bool) { word(value ? "true" : "false") }

    /// An integer.
    @inline(__always)
    public mutating func value(_ value: Int64) {
        beginValue(reserving: 20)
        if value < 0 { put(UInt8(ascii: "-")) }
        putDigits(value.magnitude)
        needsComma = true
    }

    /// An integer.
    @inline(__always)
    public mutating func value(_ value: Int) { self.value(Int64(value)) }

    /// An integer.
    @inline(__always)
    public mutating func value(_ value: Int32) { self.value(Int64(value)) }

    /// The shortest text of a finite double, always with a point or an exponent (SMP 3.2). Anything else is a programming error.
    @inline(__always)
    public mutating func value(_ value: Double) {
        precondition(value.isFinite, "special numbers are never written")
        if let (scaled, decimals) = ShortDecimal.split(value) {
            beginValue(reserving: 32)
            if value.sign == .minus { put(UInt8(ascii: "-")) }
            putDecimal(scaled, decimals: decimals)
            needsComma = true
        } else {
            raw(FloatText.text(value))
        }
    }

    /// The shortest text of a finite single-precision number (SMP 3.2.1). Anything else is a programming error.
    @inline(__always)
    public mutating func value(_ value: Float) {
        precondition(value.isFinite, "special numbers are never written")
        if value.magnitude < 0x1p24, value.rounded(.towardZero) == value {
            self.value(Double(value))
        } else {
            raw(FloatText.text(value))
        }
    }

    /// A moment, as a text.
    @inline(__always)
    public mutating func value(_ value: Timestamp) {
        beginValue(reserving: Timestamp.maximumTextLength + 2)
        put(UInt8(ascii: "\""))
        count += value.write(to: base + count)
        put(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A date, as a text.
    @inline(__always)
    public mutating func value(_ value: CalendarDate) {
        beginValue(reserving: CalendarDate.textLength + 2)
        put(UInt8(ascii: "\""))
        count += value.write(to: base + count)
        put(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A text.
    @inline(__always)
    public mutating func value(_ value: String) {
        // Every native string has contiguous storage; others are copied.
        if value.utf8.withContiguousStorageIfAvailable({ string($0) }) == nil {
            Array(value.utf8).withUnsafeBufferPointer { string($0) }
        }
    }

    /// A text that is JSON already: a scalar, or a whole array or object.
    public mutating func raw(_ json: String) {
        var json = json
        json.withUTF8 { bytes in
            beginValue(reserving: bytes.count)
            append(bytes)
        }
        needsComma = true
    }

    @inline(__always)
    private mutating func word(_ text: StaticString) {
        beginValue(reserving: text.utf8CodeUnitCount)
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        needsComma = true
    }

    @inline(__always)
    private mutating func string(_ text: UnsafeBufferPointer<UInt8>) {
        beginValue(reserving: text.count + 2)
        put(UInt8(ascii: "\""))
        if JSONEscape.isNeeded(text) {
            // The longest escape takes six bytes for one.
            reserve(text.count * 6 + 1)
            count += JSONEscape.write(text, to: base + count)
        } else {
            append(text)
        }
        put(UInt8(ascii: "\""))
        needsComma = true
    }

    // MARK: Bytes

    /// Puts the comma that is due, and makes room for the value.
    @inline(__always)
    private mutating func beginValue(reserving length: Int) {
        reserve(length + 1)
        if needsComma { put(UInt8(ascii: ",")) }
    }

    @inline(__always)
    private mutating func reserve(_ length: Int) {
        if capacity - count < length { grow(by: length) }
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        let newCapacity = max(capacity * 2, count + length)
        let newBase = UnsafeMutablePointer<UInt8>.allocate(capacity: newCapacity)
        newBase.update(from: base, count: count)
        base.deallocate()
        base = newBase
        capacity = newCapacity
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
        }
        count += bytes.count
    }

    @inline(__always)
    private mutating func putDigits(_ value: UInt64) {
        count += DigitText.write(value, to: base + count)
    }

    /// `scaled / 10^decimals`, with at least one digit on both sides of the point.
    @inline(__always)
    private mutating func putDecimal(_ scaled: UInt64, decimals: Int) {
        let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: DigitText.powerOfTen(decimals))
        putDigits(whole)
        put(UInt8(ascii: "."))
        DigitText.write(fraction, width: max(decimals, 1), to: base + count)
        count += max(decimals, 1)
    }
}
