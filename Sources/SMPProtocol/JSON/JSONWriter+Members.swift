// Members of objects, one line each.
extension JSONWriter {
    /// A member that holds a text.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        self.value(value)
    }

    /// A member that holds a truth value.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        self.value(value)
    }

    /// A member that holds an integer.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int64) {
        key(name)
        self.value(value)
    }

    /// A member that holds an integer.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int32) { member(name, Int64(value)) }

    /// A member that holds an integer.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Int) { member(name, Int64(value)) }

    /// A member that holds a finite number.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Double) {
        key(name)
        self.value(value)
    }

    /// A member that holds a finite number of single precision.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Float) {
        key(name)
        self.value(value)
    }

    /// A member that holds a moment.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Timestamp) {
        key(name)
        self.value(value)
    }

    /// A member that holds a date.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: CalendarDate) {
        key(name)
        self.value(value)
    }

    /// An id, in its signed form.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: some WireIdentifier) { member(name, value.rawValue) }

    /// A member that holds a turn, in its signed form.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: TurnID) { member(name, value.rawValue) }

    /// A member that holds a sequence number.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: SequenceNumber) { member(name, value.rawValue) }

    /// A member that holds an account ID.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: AccountID) { member(name, value.rawValue) }

    /// A member that holds a kind of coordinator.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: CoordinatorType) { member(name, value.rawValue) }

    /// `null` when there is none. The three nodes' own messages need it; absent members of Web API bodies are left out instead.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: String?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    /// A member that holds a finite number, or `null`.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Double?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    /// A member that holds a moment, or `null`.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: Timestamp?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    /// A member that holds an ID in its signed form, or `null`.
    @inline(__always)
    public mutating func member(_ name: StaticString, _ value: (some WireIdentifier)?) {
        if let value { member(name, value) } else { nullMember(name) }
    }

    /// A member that is `null`.
    public mutating func nullMember(_ name: StaticString) {
        key(name)
        null()
    }
}
