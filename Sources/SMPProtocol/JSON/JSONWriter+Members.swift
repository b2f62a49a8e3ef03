// Members of objects, one line each.
extension JSONWriter {
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int64) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int32) { member(name, Int64(value)) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int) { member(name, Int64(value)) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Double) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Float) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Timestamp) {
        key(name)
        self.value(value)
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: CalendarDate) {
        key(name)
        self.value(value)
    }

    /// An id, in its signed form.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: some WireIdentifier) { member(name, value.rawValue) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: TurnID) { member(name, value.rawValue) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: SequenceNumber) { member(name, value.rawValue) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: AccountID) { member(name, value.rawValue) }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: CoordinatorType) { member(name, value.rawValue) }

    /// `null` when there is none. The three nodes' own messages need it; absent members of Web API bodies are left out instead.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Double?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: (some WireIdentifier)?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    public mutating func nullMember(_ name: StaticString) {
        key(name)
        null()
    }
}
