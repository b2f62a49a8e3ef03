extension String {
    /// Whether both texts are the same bytes. `==` also takes different spellings of one character ("é" in one or two code points)
    /// for the same, but other implementations do not, and neither does the database.
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
