extension String {
    /// Whether both texts are the same bytes. `==` also takes different spellings of one character ("é" in one or two code points)
    /// for the same, but other implementations do not, and neither does the database (CA-API 6.8).
    public func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension String? {
    /// Whether both are absent, or the same bytes.
    public func isExactly(_ other: String?) -> Bool {
        switch (self, other) {
        case (nil, nil): true
        case (let a?, let b?): a.isExactly(b)
        default: false
        }
    }
}
