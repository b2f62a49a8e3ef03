/// A fixed-size array of plain values without reference counting, for the loops that touch every offer. Indices are checked in
/// debug builds only: whoever uses it computes them from offsets that he has built and checked himself.
struct FlatArray<Element: BitwiseCopyable>: ~Copyable {
    let count: Int
    private let base: UnsafeMutablePointer<Element>

    init(repeating element: Element, count: Int) {
        self.count = count
        base = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        base.initialize(repeating: element, count: count)
    }

    deinit { base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        nonmutating _modify {
            assert(index >= 0 && index < count)
            yield &base[index]
        }
    }

    func fill(_ element: Element) {
        base.update(repeating: element, count: count)
    }

    func copy(from other: borrowing FlatArray<Element>) {
        precondition(count == other.count)
        base.update(from: other.base, count: count)
    }
}
