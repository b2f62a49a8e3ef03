/// A growing column of values in blocks of about a megabyte, so that growing neither copies anything nor reserves much
/// more memory than needed, and giving it up returns the memory to the system.
struct Column<Element: BitwiseCopyable & Sendable>: Sendable {
    private static var blockBits: Int { 17 }
    private static var blockSize: Int { 1 << blockBits }
    private var blocks: ContiguousArray<ContiguousArray<Element>> = []
    private(set) var count = 0

    mutating func append(_ element: Element) {
        if count & (Self.blockSize - 1) == 0 {
            var block = ContiguousArray<Element>()
            // The first block starts small: a market of a few offers should cost next to nothing.
            if count > 0 { block.reserveCapacity(Self.blockSize) }
            blocks.append(block)
        }
        blocks[count >> Self.blockBits].append(element)
        count += 1
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        blocks[index >> Self.blockBits][index & (Self.blockSize - 1)]
    }
}
