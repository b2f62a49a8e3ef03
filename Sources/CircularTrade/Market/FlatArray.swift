/// A fixed-size array of plain values without reference counting, for the loops that touch every offer.
/// The memory lives as long as the array; ``cells`` are views into it.
struct FlatArray<Element: BitwiseCopyable>: ~Copyable {
    let cells: Cells<Element>

    init(repeating element: Element, count: Int) {
        let base = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        base.initialize(repeating: element, count: count)
        cells = Cells(base: base, count: count)
    }

    deinit { cells.base.deallocate() }

    var count: Int { cells.count }

    subscript(index: Int) -> Element {
        get { cells[index] }
        nonmutating _modify { yield &cells[index] }
    }
}

/// The elements of a ``FlatArray``, which must outlive this view. Indices are checked in debug builds only: the
/// functions that use it compute them from the offsets that they have built and checked themselves.
struct Cells<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>
    let count: Int

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

    func copy(from other: Cells<Element>) {
        precondition(count == other.count)
        base.update(from: other.base, count: count)
    }
}
